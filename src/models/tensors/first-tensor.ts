import type { Tensor } from './tensor.ts'

/** Where the tensors of two files differ first; its texts come from the files, and are hostile. */
export interface TensorDifference {
  /** '' in a file that holds only one */
  readonly name: string
  readonly how: 'only-then' | 'only-now' | 'form' | 'content'
  /** element type and shape, where those differ */
  readonly before?: string
  readonly after?: string
  /** the first element that is another, counted from 0 */
  readonly element?: number
}

/** Most bytes of a tensor that are searched for the element where the file has its checksum: it may be one of zeros. */
const mostSearched = 2 ** 28
const longestName = 200

/** The first tensor that differs, in the order of the earlier file; undefined where none does. */
export async function firstTensor(
  before: readonly Tensor[],
  after: readonly Tensor[],
): Promise<TensorDifference | undefined> {
  const there = new Map(after.map((tensor) => [tensor.name, tensor]))
  for (const tensor of before) {
    const twin = there.get(tensor.name)
    if (!twin) return { name: cut(tensor.name), how: 'only-then' }
    const difference = await differenceOf(tensor, twin)
    if (difference) return { name: cut(tensor.name), ...difference }
    there.delete(tensor.name)
  }
  const [added] = there.keys()
  return added === undefined ? undefined : { name: cut(added), how: 'only-now' }
}

async function differenceOf(then: Tensor, now: Tensor): Promise<Omit<TensorDifference, 'name'> | undefined> {
  const stamped = then.stamp !== undefined && now.stamp !== undefined
  if (stamped && then.stamp === now.stamp) return undefined
  const [one, other] = [await then.form(), await now.form()]
  if (one.text !== other.text) return { how: 'form', before: one.text, after: other.text }
  const at = await firstByte(then.content(), now.content(), stamped ? mostSearched : Number.POSITIVE_INFINITY)
  if (at === undefined && !stamped) return undefined
  const numbered = at !== undefined && one.element !== undefined && one.element === other.element
  return { how: 'content', ...(numbered && { element: Math.floor(at / one.element!) }) }
}

/** Where two contents differ first; undefined where they do not, or not within `most` bytes. */
async function firstByte(
  then: AsyncIterable<Uint8Array>,
  now: AsyncIterable<Uint8Array>,
  most: number,
): Promise<number | undefined> {
  const [left, right] = [then[Symbol.asyncIterator](), now[Symbol.asyncIterator]()]
  try {
    let [a, b]: [Buffer, Buffer] = [none, none]
    for (let done = 0; done < most; ) {
      if (a.length === 0) a = await next(left)
      if (b.length === 0) b = await next(right)
      const common = Math.min(a.length, b.length)
      if (common === 0) return a.length === b.length ? undefined : done
      const [one, other] = [a.subarray(0, common), b.subarray(0, common)]
      if (!one.equals(other)) return done + one.findIndex((byte, i) => byte !== other[i])
      ;[a, b] = [a.subarray(common), b.subarray(common)]
      done += common
    }
    return undefined
  } finally {
    await left.return?.()
    await right.return?.()
  }
}

const none = Buffer.alloc(0)

/** The next bytes; none at the end. */
async function next(content: AsyncIterator<Uint8Array>): Promise<Buffer> {
  const { done, value } = await content.next()
  return done ? none : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}

const cut = (name: string) => (name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name)
