import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { csvLine } from '../../src/tables/csv/csv-records.ts'
import { openEngine } from '../../src/tables/engine/engine.ts'
import { literal, literals } from '../../src/tables/quote.ts'
import { openTable } from '../../src/tables/read.ts'
import { engineCache, engineFor, quiet, scratchFolder, tablesForTests } from './engine-for-tests.ts'
import { refusal } from './several-tables.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

const cellsOf = async (content: string | Uint8Array, name?: string) => {
  const table = await tables.open(content, name)
  const rows = await tables.engine.rows(`SELECT * FROM ${table.numbered} ORDER BY r`)
  return {
    header: table.columns.map((column) => column.name),
    rows: rows.map(({ r: _, ...cells }) => Object.values(cells)),
    lines: rows.map(({ r }) => table.place(Number(r)).line),
    numbers: rows.map(({ r }) => table.place(Number(r)).row),
    faults: table.faults.first.map(({ code, line, row }) => `${code} line ${line} row ${row}`),
  }
}

describe('a text table', () => {
  it.each([
    ['LF', 'a,b\n1,2\n3,4\n'],
    ['CRLF', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['CR', 'a,b\r1,2\r3,4\r'],
    ['mixed line ends', 'a,b\n1,2\r\n3,4\n'],
    ['no last line end', 'a,b\n1,2\n3,4'],
    ['a byte order mark', '\ufeffa,b\n1,2\n3,4\n'],
    ['blank lines at the end', 'a,b\n1,2\n3,4\n\n\n'],
    ['quotes around everything', '"a","b"\n"1","2"\n"3","4"\n'],
  ])('with %s is read whole', async (_, content) => {
    expect(await cellsOf(content)).toEqual({
      header: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
      lines: [2, 3],
      numbers: [1, 2],
      faults: [],
    })
  })

  it('knows the line of each row behind line breaks inside cells', async () => {
    const { rows, lines } = await cellsOf('a,b\n"x\ny",1\nz,2\n"p\r\nq",3\nlast,4\n')
    expect(rows.map(([a]) => a)).toEqual(['x\ny', 'z', 'p\r\nq', 'last'])
    expect(lines).toEqual([2, 4, 5, 7])
  })

  it('leaves out records that are not whole, and says where they are', async () => {
    expect(await cellsOf('a,b\n1\n1,2\n\n1,2,3\n,\n"x"y,2\n5,6\n1,2,\n')).toEqual({
      header: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['5', '6'],
      ],
      lines: [3, 8],
      numbers: [2, 7],
      faults: [
        'missing-cell line 2 row 1',
        'blank-row line 4 row 3',
        'extra-cell line 5 row 4',
        'blank-row line 6 row 5',
        'row-error line 7 row 6',
        'extra-cell line 9 row 8',
      ],
    })
  })

  it('finds a quote that is never closed', async () => {
    const { rows, faults } = await cellsOf('a,b\n1,2\n"x,2\n3,4\n')
    expect(rows).toEqual([['1', '2']])
    expect(faults).toEqual(['row-error line 3 row 2'])
  })

  it.each([
    ['one in the last line', 'a,b\n1,2\n3,"x', 'the quote opened on line 3 is never closed'],
    [
      'one in a cell behind a line break',
      'a,b\n"1\n2","x\n3,4\n5,6\n',
      'the quote opened on line 3 is never closed, so that all up to the end of the file, line 5, is one cell',
    ],
    [
      'one that the next quote seems to close',
      'a,b\n1,"x\n3,4\n5,"y"\n7,8\n',
      'the quote opened on line 2 is closed only on line 4, where text stands after it',
    ],
  ])('says which quote it is: %s', async (_, content, reason) => {
    const table = await openTable(tables.engine, tables.write(content), { label: 'data.csv' })
    expect(table.faults.first).toMatchObject([{ code: 'row-error', reason }])
  })

  it.each([
    [
      'a,"b\n1,2\n',
      'the quote opened on line 1 is never closed, so that all up to the end of the file, line 2, is one cell',
    ],
    ['a,"b\n1,"x"\n2,3\n', 'the quote opened on line 1 is closed only on line 2, where text stands after it'],
  ])('takes no rows for a header: %j', async (content, why) => {
    expect(await refusal(openTable(tables.engine, tables.write(content), { label: 'data.csv' }))).toBe(
      `broken-header: data.csv has no whole header: ${why}.`,
    )
  })

  it('keeps spaces and quotes inside cells as they stand', async () => {
    const { rows } = await cellsOf('a,b\n "x", y \n1"2,"say ""hi"""\n')
    expect(rows).toEqual([
      [' "x"', ' y '],
      ['1"2', 'say "hi"'],
    ])
  })

  it('keeps hostile, repeated and empty column names apart', async () => {
    const { header, rows } = await cellsOf('"a""; DROP TABLE x --",A,a,a,,"x|y::z\n!"\n1,2,3,4,5,6\n')
    expect(header).toEqual(['a"; DROP TABLE x --', 'A', 'a', 'a', '', 'x|y::z\n!'])
    expect(rows).toEqual([['1', '2', '3', '4', '5', '6']])
  })

  it('has no rows when it has only a header', async () => {
    expect(await cellsOf('a,b\n')).toMatchObject({ header: ['a', 'b'], rows: [] })
    expect(await cellsOf('a,b')).toMatchObject({ header: ['a', 'b'], rows: [] })
  })

  it('takes tabs in a .tsv', async () => {
    expect(await cellsOf('a\tb\n1,5\t2\n', 'data.tsv')).toMatchObject({
      header: ['a', 'b'],
      rows: [['1,5', '2']],
    })
  })

  it('reads a row longer than the engine expects', async () => {
    const long = 'x'.repeat(3_000_000)
    const { rows } = await cellsOf(`a,b\n${long},1\ny,2\n`)
    expect(rows[0]?.[0] === long && rows[1]?.[0] === 'y').toBe(true)
  })

  it('numbers a million rows in the order of the file, whatever the threads', async () => {
    const body = Array.from(
      { length: 1_000_000 },
      (_, i) => `${i},${i % 7 === 3 ? '"q""q"' : 'plain'}\n`,
    ).join('')
    const { engine } = tables
    const table = await tables.open(`a,b\n${body}`)
    expect(
      await engine.rows(`SELECT count(*) AS n FROM ${table.numbered} WHERE r <> c0::BIGINT + 1`),
    ).toEqual([{ n: 0 }])
    expect(table.place(1_000_000)).toEqual({ row: 1_000_000, line: 1_000_001 })
  })

  it('reads what looks like rows inside of cells as part of them, however large the file', async () => {
    const { engine, open } = tables
    const inside = Array.from({ length: 200 }, (_, i) => `7,fake${i}`).join('\n')
    const rows = Array.from(
      { length: 12_000 },
      (_, i) => `${i + 10},"${i % 3 === 0 ? inside : `,${inside},`}"\n`,
    )
    const { relation, rows: found } = await open(`id,text\n${rows.join('')}`)
    const [row] = await engine.rows(
      `SELECT count(*) AS n, min(c0::INT) AS low, max(c0::INT) AS high, min(length(c1)) AS short FROM ${relation}`,
    )
    expect(row).toEqual({ n: 12_000, low: 10, high: 12_009, short: inside.length })
    expect(found).toBe(12_000)
  })

  it('gives back any cells, regular file or not', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é', '😀', '1'),
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, fc.constantFrom('x', '"')), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (rows, crlf) => {
          const end = crlf ? '\r\n' : '\n'
          const text = rows.map((row) => csvLine(row, ',').slice(0, -1) + end).join('')
          const { rows: read, faults } = await cellsOf(`a,b,c${end}${text}`)
          const expected = rows.map((row) => row.map((value) => value || null))
          expect({ read, faults }).toEqual({ read: expected, faults: [] })
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a file whose path looks like a pattern', () => {
  it.each([
    ['t[12].csv', 't1.csv'],
    ['t*.csv', 'tx.csv'],
    ['t?.csv', 'ty.csv'],
    ['d[a]/t.csv', 'da/t.csv'],
    ['t[12].parquet', 't1.parquet'],
  ])('%s is that file, and not %s', async (path, other) => {
    const folder = scratchFolder()
    const write = await engineFor([])
    for (const [name, value] of [
      [path, 'right'],
      [other, 'wrong'],
    ] as const) {
      mkdirSync(join(folder, name, '..'), { recursive: true })
      if (name.endsWith('.csv')) writeFileSync(join(folder, name), `x\n${value}\n`)
      else {
        const copy = join(write.scratch, 'copy.parquet')
        await write.run(`COPY (SELECT '${value}' AS x) TO ${literal(copy)} (FORMAT parquet)`)
        copyFileSync(copy, join(folder, name))
      }
    }
    write.close()
    const engine = await engineFor([join(folder, path), join(folder, other)])
    const table = await openTable(engine, join(folder, path))
    expect(await engine.rows(`SELECT c0 FROM ${table.relation}`)).toEqual([{ c0: 'right' }])
    engine.close()
  })

  it('c0=1/data.csv has the cells of the file, not of its folder', async () => {
    const folder = join(scratchFolder(), 'c0=folder')
    mkdirSync(folder)
    writeFileSync(join(folder, 'data.csv'), 'x\ncell\n')
    const engine = await engineFor([join(folder, 'data.csv')])
    const table = await openTable(engine, join(folder, 'data.csv'))
    expect(await engine.rows(`SELECT * FROM ${table.relation}`)).toEqual([{ c0: 'cell' }])
    engine.close()
  })

  it('is read where the temporary folder is one, too', async () => {
    const scratch = join(scratchFolder(), 'tmp[1]')
    const engine = await openEngine({ install: { cache: engineCache, log: quiet }, scratch, allowed: [] })
    writeFileSync(join(scratch, 'data.csv'), 'x,y\n1,2\n3\n')
    const table = await openTable(engine, join(scratch, 'data.csv'))
    expect(await engine.rows(`SELECT * FROM ${table.relation}`)).toEqual([{ c0: '1', c1: '2' }])
    engine.close()
  })
})

describe('what is no table', () => {
  const refusal = async (name: string, content: string | Uint8Array) => {
    const error = await tables.open(content, name).catch((e) => e)
    return `${error.kind} ${error.code}: ${error.message}`
  }

  it.each([
    ['data.csv', '', 'input empty-file: data.csv is empty.'],
    [
      'data.csv',
      Buffer.from('PAR1xxxxPAR1'),
      'input not-a-table: data.csv is a Parquet file, not the CSV that its name says.',
    ],
    [
      'data.csv',
      Buffer.from([0x50, 0x4b, 3, 4, 1]),
      'input not-a-table: data.csv is a ZIP archive or an Excel workbook, not the CSV that its name says.',
    ],
    [
      'data.csv',
      Buffer.from('a,b\n1,2\n\0\x01\n'),
      'input not-text: data.csv is no text: it holds a NUL byte.',
    ],
    [
      'data.csv',
      Buffer.from('a,b\n1,2\ncaf\xe9,2\n', 'latin1'),
      'input not-utf8: data.csv is not UTF-8: line 3 has bytes that are none; it looks like Latin-1 (ISO-8859-1).',
    ],
    [
      'data.parquet',
      'a,b\n1,2\n',
      'input not-a-table: data.parquet is no Parquet file, not the Parquet that its name says.',
    ],
    [
      'data.json',
      '{}',
      'input unknown-format: data.json: the format of a table is told by the end of its name, and this end is not known.',
    ],
  ])('%s: %#', async (name, content, message) => {
    expect(await refusal(name, content)).toBe(message)
  })

  it('a damaged Parquet file', async () => {
    expect(await refusal('data.parquet', Buffer.from('PAR1xxxxxxxxxxxxPAR1'))).toMatch(/^input not-parquet: /)
  })

  it('a missing file, a folder, a file that may not be read', async () => {
    const folder = scratchFolder()
    mkdirSync(join(folder, 'x.csv'))
    writeFileSync(join(folder, 'secret.csv'), 'a\n1\n')
    const engine = await engineFor([])
    const code = (name: string) =>
      openTable(engine, join(folder, name), { label: name }).catch((e) => `${e.kind} ${e.code}`)
    expect(await code('none.csv')).toBe('input file-not-found')
    expect(await code('x.csv')).toBe('input is-a-directory')
    symlinkSync('loop.csv', join(folder, 'loop.csv'))
    expect(await code('loop.csv')).toBe('input file-not-found')
    expect(await code(`${'x'.repeat(300)}.csv`)).toBe('input file-not-found')
    if (process.getuid?.() !== 0) {
      chmodSync(join(folder, 'secret.csv'), 0)
      expect(await code('secret.csv')).toBe('input file-unreadable')
    }
    engine.close()
  })
})

describe('what is too much or never comes', () => {
  it('a pipe that nobody writes into is refused, not waited for', async () => {
    const file = join(scratchFolder(), 'pipe.csv')
    execFileSync('mkfifo', [file])
    await expect(openTable(tables.engine, file)).rejects.toMatchObject({ code: 'not-a-file' })
  })

  it('a million columns are refused, not waited for', async () => {
    const header = Array.from({ length: 1_000_000 }, (_, i) => `c${i}`).join(',')
    await expect(tables.open(`${header}\n${header}\n`)).rejects.toMatchObject({ code: 'too-many-columns' })
  })
})

describe('a Parquet table', () => {
  it('keeps types, and names that differ only in case', async () => {
    const table = await tables.parquet(
      `SELECT i AS "a", i::DOUBLE AS "B|x", {'p': i, 'q': [i]} AS "s", DATE '2024-01-01' AS "b;--" FROM range(5) t(i)`,
      'we*i[r]d.parquet',
    )
    expect(table.rows).toBe(5)
    expect(table.columns).toEqual([
      { name: 'a', sql: 'c0', type: 'BIGINT' },
      { name: 'B|x', sql: 'c1', type: 'DOUBLE' },
      { name: 's', sql: 'c2', type: 'STRUCT(p BIGINT, q BIGINT[])' },
      { name: 'b;--', sql: 'c3', type: 'DATE' },
    ])
    expect(table.place(5)).toEqual({ row: 5 })
  })
})

describe('the engine', () => {
  it('reads no file that it was not given, and changes no setting', async () => {
    const folder = scratchFolder()
    writeFileSync(join(folder, 'other.csv'), 'a\n1\n')
    const { engine } = tables
    await expect(
      engine.rows(`SELECT * FROM read_csv(${literal(join(folder, 'other.csv'))})`),
    ).rejects.toThrow(/disabled by configuration/)
    await expect(engine.run(`COPY (SELECT 1) TO ${literal(join(folder, 'out.csv'))}`)).rejects.toThrow(
      /disabled by configuration/,
    )
    await expect(engine.run('SET enable_external_access = true')).rejects.toThrow()
    await expect(engine.run('SET threads = 1')).rejects.toThrow(/locked/)
    await expect(engine.run('INSTALL httpfs')).rejects.toThrow()
  })

  it('hands texts over as they are, a leading mark of byte order included', async () => {
    const texts = ['yes', '\ufeffyes', '\ufeff', '\ufeff'.repeat(20)]
    const sql = `SELECT unnest(${literals(texts)}) AS t`
    const rows = await tables.engine.rows(`SELECT t, [t] AS list, {t: t} AS map FROM (${sql})`)
    expect(rows).toEqual(texts.map((t) => ({ t, list: [t], map: { t } })))
    const [column] = await tables.engine.columns(sql)
    expect(column?.values).toEqual(texts)
  })

  it('works on what does not fit into its memory', async () => {
    const engine = await openEngine({
      install: { cache: engineCache, log: quiet },
      scratch: scratchFolder(),
      allowed: [],
      memoryLimit: '60MB',
      threads: 2,
    })
    let rows = 0
    let last = Number.NEGATIVE_INFINITY
    for await (const chunk of engine.numbers(
      'SELECT hash(i)::DOUBLE AS x FROM range(6000000) t(i) ORDER BY x',
    )) {
      rows += chunk.length
      expect(chunk[0]).toBeGreaterThanOrEqual(last)
      last = chunk.at(-1)!
    }
    expect(rows).toBe(6_000_000)
    engine.close()
  })
})
