import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '../../../src/tables/engine/engine.ts'
import { joinColumns } from '../../../src/tables/join-columns.ts'
import { joinPlainColumns, readPlainColumns } from '../../../src/tables/plain/plain-columns.ts'
import { plainTable } from '../../../src/tables/plain/plain-table.ts'
import { openTable } from '../../../src/tables/read.ts'
import { readColumns, type Wanted } from '../../../src/tables/read-columns.ts'
import { engineFor } from '../engine-for-tests.ts'

let engine: Engine
beforeAll(async () => {
  engine = await engineFor([])
})
afterAll(() => engine.close())

const written = (text: string, name = 'data.csv') => {
  const file = join(mkdtempSync(join(engine.scratch, 'plain-')), name)
  writeFileSync(file, text)
  return file
}

const cell = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    ' a ',
    '0',
    '-0',
    '007',
    '1e5',
    '+.5',
    '5.',
    '0x10',
    'NaN',
    '-inf',
    'Infinity',
    'nan ',
  ),
  fc.constantFrom(
    'é',
    '漢字',
    '\u{1f427}',
    'NULL',
    'true',
    '1e999',
    '1.7976931348623157e308',
    '4.9e-324',
    "'",
    '\\',
  ),
  fc.double({ noNaN: true }).map(String),
  fc.string({ maxLength: 6 }).map((text) => text.replace(/[",\r\n\t\0]/g, '')),
)

describe('a table that needs no engine', () => {
  test('is read as the engine reads it, or not at all', async () => {
    let read = 0
    const run = async (rows: string[][], line: string, isEnded: boolean, start: string) => {
      const text = `${start}a,b,c${line}${rows.map((row) => row.join(',')).join(line)}${isEnded ? line : ''}`
      const file = written(text)
      const plain = await plainTable(file, 'data.csv')
      if (plain === undefined) return
      const table = await openTable(engine, file, { label: 'data.csv' })
      expect(plain.rows).toBe(table.rows)
      expect(plain.columns.map(({ name }) => name)).toEqual(table.columns.map(({ name }) => name))
      for (const as of ['text', 'number'] as const) {
        const wanted: Wanted[] = [
          { name: 'b', as },
          { name: 'a', as: 'text' },
        ]
        const columns = readPlainColumns(plain, wanted)
        if (columns === undefined) continue
        read++
        expect(columns).toEqual(await readColumns(engine, table, wanted))
      }
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.constantFrom('', '\ufeff'),
        run,
      ),
      { numRuns: 60 },
    )
    expect(read).toBeGreaterThan(60)
  })

  test.each([
    ['quotes', 'a,b\n"1",2\n'],
    ['lines that end in two ways', 'a,b\r\n1,2\n'],
    ['lines that begin to end in another way', 'a,b\n1,2\r\n'],
    ['a carriage return alone', 'a,b\r\n1,2\r3,4\r\n'],
    ['one more than there are lines', 'a,b\r\n1,2\r\r\n'],
    ['a carriage return at the end', 'a,b\r\n1,2\r'],
    ['old line ends', 'a,b\r1,2\r'],
    ['an empty line of one column of Windows', 'a\r\n1\r\n\r\n3\r\n'],
    ['an empty header of Windows', '\r\n1\r\n'],
    ['an empty line', 'a,b\n1,2\n\n3,4\n'],
    ['an empty line of one column', 'a\n1\n\n3\n'],
    ['a row of nothing but empty cells', 'a,b\n1,2\n,\n3,4\n'],
    ['such a row of Windows', 'a,b,c\r\n1,2,3\r\n,,\r\n'],
    ['such a row at the end', 'a,b\n1,2\n,'],
    ['a missing cell', 'a,b\n1,2\n3\n'],
    ['one too many', 'a,b\n1,2,3\n'],
    ['a header alone', 'a,b\n'],
    ['a header alone without an end', 'a,b'],
    ['an empty header', '\n1\n'],
    ['a NUL byte', 'a,b\n1,\0\n'],
  ])('is none with %s', async (_what, text) => {
    expect(await plainTable(written(text), 'data.csv')).toBeUndefined()
  })

  test('is none where its bytes are not UTF-8, or its name says something else', async () => {
    const file = written('')
    writeFileSync(file, Buffer.from('a,b\nM\xfcller,1\n', 'latin1'))
    expect(await plainTable(file, 'data.csv')).toBeUndefined()
    expect(await plainTable(written('{"a":1}\n', 'data.jsonl'), 'data.jsonl')).toBeUndefined()
    expect((await plainTable(written('a\tb\n1\t2\n', 'data.tsv'), 'data.tsv'))!.texts(1).values).toEqual([
      '2',
    ])
  })

  test('leaves it to the engine to say which cell is no number', async () => {
    const table = (await plainTable(written('a,b\n1,2\nx,3\n'), 'data.csv'))!
    expect(readPlainColumns(table, [{ name: 'a', as: 'number' }])).toBeUndefined()
    expect(() => readPlainColumns(table, [{ name: 'z', as: 'text' }])).toThrow('no column "z"')
  })

  test('joins as the engine joins, or not at all', async () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', '1', '01', ' a', 'é'), { minLength: 1 })
    const run = async (left: string[], right: string[]) => {
      const files = [left, right].map((of, i) =>
        written(`id,v\n${of.map((id, row) => `${id},${i}${row}`).join('\n')}\n`),
      )
      const plain = await Promise.all(files.map(async (file) => (await plainTable(file, 'd.csv'))!))
      const sides = <T>(tables: readonly T[]) =>
        tables.map((table) => ({ table, id: 'id', columns: ['id', 'v'] })) as [never, never]
      const joined = joinPlainColumns(...sides(plain))
      const alike = [...left].sort().join() === [...right].sort().join()
      expect(joined !== undefined).toBe(alike)
      if (joined === undefined) return
      const tables = await Promise.all(files.map((file) => openTable(engine, file, { label: 'd.csv' })))
      expect(joined).toEqual(await joinColumns(engine, ...sides(tables)))
    }
    await fc.assert(
      fc.asyncProperty(ids, fc.infiniteStream(fc.nat()), async (left, stream) => {
        const shuffled = left.map((id) => [stream.next().value!, id] as const).sort(([a], [b]) => a - b)
        await run(
          left,
          shuffled.map(([, id]) => id),
        )
      }),
      { numRuns: 15 },
    )
    await fc.assert(fc.asyncProperty(ids, ids, run), { numRuns: 15 })
    await run(['a', 'b'], ['a', 'c'])
  })
})
