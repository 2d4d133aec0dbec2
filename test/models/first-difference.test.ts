import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { firstDifference } from '../../src/models/first-difference.ts'
import { differenceText } from '../../src/train/model/compare-models.ts'

let room: string
beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), 'difference-'))
})
afterEach(() => rm(room, { recursive: true, force: true }))

/** A safetensors file as its documentation has it: 8 bytes of length, JSON, bytes. */
function safetensors(tensors: Readonly<Record<string, readonly number[]>>): Buffer {
  let at = 0
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, values]) => {
      const from = at
      at += 4 * values.length
      return [name, { dtype: 'F32', shape: [values.length], data_offsets: [from, at] }]
    }),
  )
  const text = Buffer.from(JSON.stringify({ __metadata__: { format: 'pt' }, ...header }))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([length, text, Buffer.from(new Float32Array(Object.values(tensors).flat()).buffer)])
}

async function model(name: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(room, name, path)), { recursive: true })
    await writeFile(join(room, name, path), content)
  }
  return join(room, name)
}
const between = async (one: Record<string, string | Buffer>, other: Record<string, string | Buffer>) =>
  firstDifference(await model('one', one), await model('other', other))

it('is none between equal models', async () => {
  expect(await between({ a: '1', 'b/c': '2' }, { a: '1', 'b/c': '2' })).toBeUndefined()
})

it('is the first file by path that is not the same, or that only one has', async () => {
  expect(await between({ a: '1', b: '2' }, { a: '1', b: '3' })).toEqual({ path: 'b', how: 'differs' })
  expect(await between({ c: '1', a0: '' }, {})).toEqual({ path: 'a0', how: 'only-then' })
})

it('is a file that was not there', async () => {
  expect(await between({ b: '1' }, { a: '1', b: '1' })).toEqual({ path: 'a', how: 'only-now' })
})

it('is a tensor in a safetensors file', async () => {
  const of = (...layer: number[]) => ({ 'm.safetensors': safetensors({ first: [1, 2], layer, last: [9] }) })
  expect(await between(of(3, 4), of(3, 5))).toMatchObject({
    path: 'm.safetensors',
    tensor: { name: 'layer', how: 'content', element: 1 },
  })
})

it('is a tensor of another shape, or one that there was not', async () => {
  const one = { 'm.safetensors': safetensors({ a: [1, 2] }) }
  expect(await between(one, { 'm.safetensors': safetensors({ a: [1, 2, 3] }) })).toMatchObject({
    tensor: { name: 'a', how: 'form', before: 'F32 2', after: 'F32 3' },
  })
})

it('is a new tensor', async () => {
  const one = { 'm.safetensors': safetensors({ a: [1] }) }
  const other = { 'm.safetensors': safetensors({ a: [1], b: [2] }) }
  expect(await between(one, other)).toMatchObject({ tensor: { name: 'b', how: 'only-now' } })
})

it.each([
  ['too short', Buffer.from('x')],
  ['with a header longer than itself', Buffer.from('ffffffffffffff7f7b7d', 'hex')],
  ['whose header is no JSON', Buffer.concat([Buffer.from('0200000000000000', 'hex'), Buffer.from('{]')])],
  [
    'whose tensor lies outside of it',
    (() => {
      const text = Buffer.from('{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}')
      const length = Buffer.alloc(8)
      length.writeBigUInt64LE(BigInt(text.length))
      return Buffer.concat([length, text])
    })(),
  ],
])('is the file alone where that is %s', async (_what, broken) => {
  const good = { 'm.safetensors': safetensors({ a: [1] }) }
  expect(await between(good, { 'm.safetensors': broken })).toEqual({ path: 'm.safetensors', how: 'differs' })
})

/** Files as the libraries write them: `plain`, and others of which one array each is another. */
const written = fileURLToPath(new URL('fixtures/tensors', import.meta.url))

async function told(other: string, file: string): Promise<string | undefined> {
  for (const [side, from] of [
    ['one', 'plain'],
    ['other', other],
  ] as const) {
    await mkdir(join(room, side), { recursive: true })
    await copyFile(join(written, from, file), join(room, side, file))
  }
  const difference = await firstDifference(join(room, 'one'), join(room, 'other'))
  return difference && differenceText(difference)
}

describe('in what NumPy, safetensors and ONNX write', () => {
  it.each([
    ['other', 'stored.npz', 'stored.npz, tensor second, element 17'],
    ['other', 'deflated.npz', 'deflated.npz, tensor second, element 17'],
    ['other', 'second.npy', 'second.npy, element 17'],
    ['other', 'm.safetensors', 'm.safetensors, tensor second, element 17'],
    ['other', 'net.onnx', 'net.onnx, tensor second, element 17'],
    ['bias', 'net.onnx', 'net.onnx, tensor bias'],
    ['bias', 'stored.npz', undefined],
    ['shape', 'stored.npz', 'stored.npz, tensor second, which was <f8 5×8 and is <f8 8×5'],
    ['shape', 'second.npy', 'second.npy, which was <f8 5×8 and is <f8 8×5'],
    ['shape', 'net.onnx', 'net.onnx, tensor second, which was float64 5×8 and is float64 8×5'],
    ['type', 'deflated.npz', 'deflated.npz, tensor second, which was <f8 5×8 and is <f4 5×8'],
    ['type', 'net.onnx', 'net.onnx, tensor second, which was float64 5×8 and is float32 5×8'],
  ])('is the first tensor and element: %s, %s', async (other, file, text) => {
    expect(await told(other, file)).toBe(text)
  })

  it('is never more than the file, and never a crash, where that is cut or altered at any place', async () => {
    for (const file of await readdir(join(written, 'plain'))) {
      await rm(room, { recursive: true, force: true })
      const whole = await readFile(join(written, 'plain', file))
      for (let at = 0; at < whole.length; at += 31) {
        const altered = Buffer.from(whole).fill(whole[at]! ^ 0xff, at, at + 1)
        for (const broken of [whole.subarray(0, at + 1), altered])
          if (!whole.equals(broken))
            expect(await between({ [file]: whole }, { [file]: broken })).toMatchObject({ path: file })
      }
    }
  })

  it('is the file alone where its arrays are the same bytes under several names', async () => {
    const twice = (end: number) => {
      const at = { dtype: 'F32', shape: [end / 4], data_offsets: [0, end] }
      const text = Buffer.from(JSON.stringify({ a: at, b: at }))
      const length = Buffer.alloc(8)
      length.writeBigUInt64LE(BigInt(text.length))
      return Buffer.concat([length, text, Buffer.alloc(8)])
    }
    const difference = await between({ 'm.safetensors': twice(4) }, { 'm.safetensors': twice(8) })
    expect(difference).toEqual({ path: 'm.safetensors', how: 'differs' })

    await rm(room, { recursive: true })
    const whole = await readFile(join(written, 'plain/stored.npz'))
    const over = Buffer.from(whole)
    const entry = over.indexOf('PK\x01\x02', 0, 'latin1')
    over.writeUInt32LE(whole.length, entry + 20)
    expect(await between({ 'x.npz': whole }, { 'x.npz': over })).toEqual({ path: 'x.npz', how: 'differs' })
  })

  it('is the file alone where its graph has no end of fields', async () => {
    const fields = Buffer.alloc(2 ** 21 - 128, Buffer.from([0x10, 0x00]))
    const endless = Buffer.concat([Buffer.from([0x3a, 0x80, 0xff, 0x7f]), fields])
    const good = await readFile(join(written, 'plain/net.onnx'))
    const difference = await between({ 'net.onnx': good }, { 'net.onnx': endless })
    expect(difference).toEqual({ path: 'net.onnx', how: 'differs' })
  })
})
