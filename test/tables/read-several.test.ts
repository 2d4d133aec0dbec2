import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../src/record/digest.ts'
import { treeDigest } from '../../src/record/tree-digest.ts'
import { literal } from '../../src/tables/quote.ts'
import { engineFor } from './engine-for-tests.ts'
import { folderOf, refusal, tableIn } from './several-tables.ts'

const csv = (...rows: string[]) => `${rows.join('\n')}\n`

/** Parquet files of what queries give, by their paths. */
async function parquetFolder(queries: Readonly<Record<string, string>>): Promise<string> {
  const engine = await engineFor([])
  const copy = join(engine.scratch, 'copy.parquet')
  const files: Record<string, Uint8Array> = {}
  for (const [path, query] of Object.entries(queries)) {
    await engine.run(`COPY (${query}) TO ${literal(copy)} (FORMAT parquet)`)
    files[path] = readFileSync(copy)
  }
  engine.close()
  return folderOf(files)
}

describe('several files as one table', () => {
  it('are the files that a pattern matches, by their paths, each row with its own place', async () => {
    const folder = folderOf({
      'data/b.csv': csv('x,y', '3,4', '5,6'),
      'data/a.csv': csv('x,y', '1,2'),
      'data/.hidden.csv': csv('x,y', '0,0'),
      'data/sub/c.csv': csv('x,y', '0,0'),
      'data/notes.txt': 'none',
    })
    const { rows, places, table } = await tableIn(folder, 'data/*.csv')
    expect(rows).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ])
    expect(places).toEqual(['data/a.csv:2 row 1', 'data/b.csv:2 row 1', 'data/b.csv:3 row 2'])
    expect(table).toMatchObject({ label: 'data/*.csv', rows: 3, header: { file: 'data/a.csv', line: 1 } })
  })

  it('have a tree digest over their paths and contents', async () => {
    const one = csv('x', '1')
    const two = csv('x', '2')
    const folder = folderOf({ 'd/1.csv': one, 'd/2.csv': two })
    const entry = (path: string, text: string) => ({ path, bytes: text.length, digest: sha256(text) })
    const parts = [entry('d/1.csv', one), entry('d/2.csv', two)]
    const { table } = await tableIn(folder, 'd/*.csv')
    expect(table).toMatchObject({ digest: treeDigest(parts), bytes: 8, parts })
    const alone = await tableIn(folder, 'd/1*.csv')
    expect(alone.table.digest).toBe(treeDigest([parts[0]!]))
    expect((await tableIn(folder, 'd/1.csv')).table.digest).toBe(sha256(one))
  })

  it('stand in the order of a list', async () => {
    const folder = folderOf({ 'a.csv': csv('x', '1'), 'b.csv': csv('x', '2') })
    expect((await tableIn(folder, ['b.csv', 'a.csv'])).rows).toEqual([['2'], ['1']])
    expect(await refusal(tableIn(folder, ['a.csv', '*.csv']))).toBe(
      'file-twice: a.csv and 1 more: a.csv is among the files twice.',
    )
  })

  it('may hold files without rows, and irregular ones', async () => {
    const folder = folderOf({
      '1.csv': csv('x,y'),
      '2.csv': csv('x,y', '"a\nb",1', '2', 'c,3'),
      '3.csv': csv('x,y'),
      '4.csv': csv('x,y', '', 'd,4'),
    })
    const { rows, places, faults, table } = await tableIn(folder, '*.csv')
    expect(rows).toEqual([
      ['a\nb', '1'],
      ['c', '3'],
      ['d', '4'],
    ])
    expect(places).toEqual(['2.csv:2 row 1', '2.csv:5 row 3', '4.csv:3 row 2'])
    expect(faults).toEqual([
      { code: 'blank-row', file: '4.csv', line: 2, row: 1 },
      { code: 'missing-cell', file: '2.csv', line: 4, row: 2 },
    ])
    expect(table.faults.counts).toMatchObject({ 'blank-row': 1, 'missing-cell': 1 })
  })

  it('can be many, and are numbered in their order', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `${String(i).padStart(3, '0')}.csv`)
    const folder = folderOf(Object.fromEntries(names.map((name, i) => [name, csv('x', `${i}a`, `${i}b`)])))
    const { rows, places } = await tableIn(folder, '*.csv')
    expect(rows.map(([x]) => x)).toEqual(names.flatMap((_, i) => [`${i}a`, `${i}b`]))
    expect(places.at(-1)).toBe('299.csv:3 row 2')
  })

  it.each([
    ['another name', csv('x,z', '1,2'), 'its column 2 is "z", there it is "y"'],
    ['another order', csv('y,x', '1,2'), 'its column 1 is "y", there it is "x"'],
    ['a column more', csv('x,y,z', '1,2,3'), 'its column "z" is one more'],
    ['a column less', csv('x', '1'), 'it lacks the column "y"'],
  ])('with %s are refused, and both files named', async (_, other, difference) => {
    const folder = folderOf({ 'a.csv': csv('x,y', '1,2'), 'b.csv': other })
    expect(await refusal(tableIn(folder, '*.csv'))).toBe(
      `different-columns: b.csv does not go with a.csv: ${difference}.`,
    )
  })

  it('of other formats or types are refused', async () => {
    const folder = await parquetFolder({
      'a.parquet': 'SELECT 1::BIGINT AS x',
      'b.parquet': 'SELECT 1.5::DOUBLE AS x',
    })
    writeFileSync(join(folder, 'c.csv'), csv('x', '1'))
    expect(await refusal(tableIn(folder, '*.parquet'))).toBe(
      'different-columns: b.parquet does not go with a.parquet: its column 1, "x", is "DOUBLE", there "BIGINT".',
    )
    expect(await refusal(tableIn(folder, ['a.parquet', 'c.csv']))).toBe(
      'different-formats: c.csv does not go with a.parquet: it is csv, the other parquet.',
    )
  })

  it('one that is broken is named', async () => {
    const folder = folderOf({ 'a.csv': csv('x', '1'), 'b.csv': '' })
    expect(await refusal(tableIn(folder, '*.csv'))).toBe('empty-file: b.csv is empty.')
    symlinkSync('nowhere', join(folder, 'c.csv'))
    expect(await refusal(tableIn(folder, 'c*.csv'))).toBe('file-not-found: There is no file c.csv.')
  })

  it('that no file matches are refused', async () => {
    const folder = folderOf({ 'a.csv': csv('x', '1') })
    expect(await refusal(tableIn(folder, 'data/*.csv'))).toBe('no-files: No file matches data/*.csv.')
    expect(await refusal(tableIn(folder, '*.parquet'))).toBe('no-files: No file matches *.parquet.')
  })

  it('do not hide behind a file that has the name of the pattern', async () => {
    const folder = folderOf({ 'data/*.csv': csv('x', '1') })
    expect((await tableIn(folder, 'data/*.csv')).table).toMatchObject({ rows: 1, label: 'data/*.csv' })
    writeFileSync(join(folder, 'data/bad.csv'), csv('x', '2'))
    expect(await refusal(tableIn(folder, 'data/*.csv'))).toBe(
      'ambiguous-path: data/*.csv is a file, and a pattern that data/bad.csv matches.',
    )
  })

  it('are found below a loop of links, which is not followed', async () => {
    const folder = folderOf({ 'data/x/a.csv': csv('x', '1'), 'data/b.csv': csv('x', '2') })
    symlinkSync('..', join(folder, 'data/x/up'))
    expect((await tableIn(folder, 'data/**/*.csv')).rows).toEqual([['2'], ['1']])
  })
})

describe('partitions in the names of folders', () => {
  it('are columns after those of the files', async () => {
    const folder = folderOf({
      'sales/year=2023/region=n%2Fa/1.csv': csv('x', '1'),
      'sales/year=2024/region=__HIVE_DEFAULT_PARTITION__/1.csv': csv('x', '2'),
    })
    const { header, rows } = await tableIn(folder, 'sales/**/*.csv')
    expect(header).toEqual(['x', 'year', 'region'])
    expect(rows).toEqual([
      ['1', '2023', 'n/a'],
      ['2', '2024', null],
    ])
  })

  it('are text in Parquet too, with hostile names and values', async () => {
    const folder = await parquetFolder({ "d/a'; DROP=b' --/1.parquet": 'SELECT 1::BIGINT AS x' })
    const { table, rows } = await tableIn(folder, 'd/*/*.parquet')
    expect(table.columns.at(-1)).toMatchObject({ name: "a'; DROP", type: 'VARCHAR', partition: true })
    expect(rows).toEqual([[1, "b' --"]])
  })

  it('of the part without wildcards are none', async () => {
    const folder = folderOf({ 'd/year=2024/a.csv': csv('x', '1'), 'd/year=2024/b.csv': csv('x', '2') })
    expect((await tableIn(folder, 'd/year=2024/*.csv')).header).toEqual(['x'])
    expect((await tableIn(folder, ['d/year=2024/a.csv'])).header).toEqual(['x'])
  })

  it.each([
    [
      'a column of the file',
      { 'd/x=1/a.csv': csv('x', '1') },
      'partition-conflict: d/x=1/a.csv has a column "x", and the name of its folder gives that a value too.',
    ],
    [
      'some files only',
      { 'd/a=1/a.csv': csv('x', '1'), 'd/b/a.csv': csv('x', '1') },
      'different-partitions: d/b/a.csv does not go with d/a=1/a.csv: the names of its folders give values to nothing, there to "a".',
    ],
    [
      'two folders of one path',
      { 'd/a=1/a=2/a.csv': csv('x', '1') },
      'partition-twice: d/a=1/a=2/a.csv: two folders give "a" a value.',
    ],
  ])('of %s are refused', async (_, files, message) => {
    expect(await refusal(tableIn(folderOf(files as Record<string, string>), 'd/**/*.csv'))).toBe(message)
  })
})

describe('a table of one folder', () => {
  it('is refused with the pattern to write', async () => {
    const folder = folderOf({})
    mkdirSync(join(folder, 'data.csv'))
    await expect(tableIn(folder, 'data.csv')).rejects.toMatchObject({
      code: 'is-a-directory',
      hint: 'Name one file, or the files in it by a pattern such as data/*.csv.',
    })
  })
})
