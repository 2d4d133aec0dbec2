import { open } from 'node:fs/promises'

/** The file chunk by chunk, in two buffers by turns: the next is read while the last is looked at. */
export async function* chunksInto(path: string, buffers: readonly [Buffer, Buffer]): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    const read = async (turn: number) => {
      const target = buffers[turn & 1]!
      const { bytesRead } = await file.read(target, 0, target.length, null)
      return target.subarray(0, bytesRead)
    }
    let next = read(0)
    for (let turn = 1; ; turn++) {
      const chunk = await next
      if (chunk.length === 0) return
      next = read(turn)
      // Where the reader of the chunks ends early, nobody awaits it.
      next.catch(() => undefined)
      yield chunk
    }
  } finally {
    await file.close()
  }
}
