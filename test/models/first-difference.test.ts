import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { firstDifference } from '../../src/models/first-difference.ts'

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
  expect(await between(of(3, 4), of(3, 5))).toMatchObject({ path: 'm.safetensors', tensor: 'layer' })
})

it('is a tensor of another shape, or one that there was not', async () => {
  const one = { 'm.safetensors': safetensors({ a: [1, 2] }) }
  expect(await between(one, { 'm.safetensors': safetensors({ a: [1, 2, 3] }) })).toMatchObject({
    tensor: 'a',
  })
})

it('is a new tensor', async () => {
  const one = { 'm.safetensors': safetensors({ a: [1] }) }
  const other = { 'm.safetensors': safetensors({ a: [1], b: [2] }) }
  expect(await between(one, other)).toMatchObject({ tensor: 'b' })
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
