import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hashedColumns, rowHash } from '../../src/dataset-checks/row-hash.ts'
import { type Engine, openEngine } from '../../src/tables/engine/engine.ts'
import { literal } from '../../src/tables/quote.ts'
import { openTable } from '../../src/tables/read.ts'
import { engineCache } from '../tables/engine-for-tests.ts'

let engine: Engine
let folder: string
const log = { info() {}, warning() {}, annotate() {}, group: () => ({ end() {} }), raw() {} }
const files = ['a.csv', 'b.csv', 'typed.parquet']
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelassay-row-hash-'))
  engine = await openEngine({
    install: { cache: engineCache, log },
    scratch: join(folder, 'scratch'),
    allowed: files.map((file) => join(folder, file)),
  })
})
afterAll(async () => {
  engine.close()
  await rm(folder, { recursive: true, force: true })
})

const hashes = async (file: string, names: readonly string[]) => {
  const table = await openTable(engine, join(folder, file), { label: file })
  const hash = rowHash(table, names)
  if ('lacks' in hash) return hash.lacks
  const rows = await engine.rows(`SELECT (${hash.sql})::VARCHAR AS h FROM ${table.relation}`)
  return rows.map(({ h }) => String(h))
}

it('is the same for equal cells, in whatever order of columns and format', async () => {
  await writeFile(join(folder, 'a.csv'), 'n,t,ok,d\n1,x,true,0.5\n12,"a,b",false,2\n-3.25,,True,1e3\n')
  await writeFile(
    join(folder, 'b.csv'),
    't,n,ok,d\nx,1.0,True,.50\n"a,b",+12,FALSE,2.000\n,-3.250,true,1000\n',
  )
  const names = ['d', 'n', 'ok', 't']
  const a = await hashes('a.csv', names)
  expect(await hashes('b.csv', names)).toEqual(a)
  expect(new Set(a).size).toBe(3)
  const scratch = join(folder, 'scratch', 'typed.parquet')
  await engine.run(
    `COPY (SELECT * FROM (VALUES (1::DOUBLE, 'x', true, 0.5::FLOAT), (12, 'a,b', false, 2), (-3.25, NULL, true, 1000)) v(n, t, ok, d)) TO ${literal(scratch)} (FORMAT parquet)`,
  )
  const { copyFile } = await import('node:fs/promises')
  await copyFile(scratch, join(folder, 'typed.parquet'))
  expect(await hashes('typed.parquet', names)).toEqual(a)
})

it('tells rows apart whose texts joined are equal, and codes with leading zeros', async () => {
  await writeFile(join(folder, 'a.csv'), 'a,b\nxy,z\nx,yz\nxyz,\n,xyz\n007,1\n7,1\nv1.0,1\nv1,1\n')
  expect(new Set(await hashes('a.csv', ['a', 'b'])).size).toBe(8)
})

it('is of the columns that are named, and says which of them is not there', async () => {
  await writeFile(join(folder, 'a.csv'), 'b,a,label\n1,2,0\n1,2,1\n')
  const table = await openTable(engine, join(folder, 'a.csv'), { label: 'a.csv' })
  const names = hashedColumns(table, new Set(['label']))
  expect(names).toEqual(['a', 'b'])
  expect(new Set(await hashes('a.csv', names)).size).toBe(1)
  expect(await hashes('a.csv', ['a', 'gone'])).toBe('gone')
})

it('is the MD5 of the cells, and so the same in every version', async () => {
  await writeFile(join(folder, 'a.csv'), 'a,b\nx,1\n')
  const { createHash } = await import('node:crypto')
  const digest = createHash('md5').update('x\u001f1').digest()
  const either = [
    digest.readBigUInt64LE(0),
    digest.readBigUInt64BE(8),
    digest.readBigUInt64LE(8),
    digest.readBigUInt64BE(0),
  ]
  expect(either.map(String)).toContain((await hashes('a.csv', ['a', 'b']))[0])
})
