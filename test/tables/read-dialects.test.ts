import { describe, expect, it } from 'vitest'
import { type CsvDialect, plainDialect } from '../../src/tables/csv/csv-dialect.ts'
import { folderOf, refusal, tableIn } from './several-tables.ts'

const read = (content: string, own: Partial<CsvDialect>, names?: readonly string[]) => {
  const { delimiter: _, ...plain } = plainDialect(',')
  return tableIn(folderOf({ 'data.csv': content }), 'data.csv', {
    dialect: { ...plain, ...own },
    ...(names && { names }),
  })
}

describe('dialects', () => {
  it.each([
    ['a semicolon', { delimiter: ';' }, 'a;b\n1,5;"x;y"\n', ['1,5', 'x;y']],
    ['a bar, in a file that is irregular', { delimiter: '|' }, 'a|b\r\n1|"x\n|y"\n', ['1', 'x\n|y']],
    ['a character beyond ASCII', { delimiter: '§' }, 'a§b\n1§x,y\n', ['1', 'x,y']],
    ['other quotes', { quoteChar: "'" }, "a,b\n'1,5','it''s \"x\"'\n", ['1,5', 'it\'s "x"']],
    ['backslashes', { escapeChar: '\\', doubleQuote: false }, 'a,b\n"1\\"2",x\\,y\\\\\n', ['1"2', 'x,y\\']],
    ['an escaped line end', { escapeChar: '\\' }, 'a,b\n1\\\n2,x\n', ['1\n2', 'x']],
    ['comments', { commentChar: '#' }, '# made by hand\na,b\n#1,0\n1,#2\n', ['1', '#2']],
    ['spaces at the beginning', { skipInitialSpace: true }, 'a, b\n  1, "x, y"\n', ['1', 'x, y']],
  ] as const)('%s', async (_, dialect, content, row) => {
    const { header, rows, faults } = await read(content, dialect)
    expect({ header, rows, faults }).toEqual({ header: ['a', 'b'], rows: [row], faults: [] })
  })

  it('without quotes take them as they stand', async () => {
    const { delimiter: _, quoteChar: __, ...unquoted } = plainDialect(',')
    const { rows } = await tableIn(folderOf({ 'data.csv': 'a,b\n"x,5" tall\n' }), 'data.csv', {
      dialect: unquoted,
    })
    expect(rows).toEqual([['"x', '5" tall']])
  })

  it('with comments know the line of the header and of each row', async () => {
    const { table, places } = await read('# one\n# two\na\n# three\n1\n\n#\n2\n', { commentChar: '#' })
    expect(table.header).toEqual({ line: 3 })
    expect(places).toEqual(['data.csv:5 row 1', 'data.csv:8 row 3'])
  })

  it('without a header have the names that they are given, and every row is data', async () => {
    const { header, rows, faults, table, places } = await read('1,2\n3\n"4",5\n', { header: false }, [
      'a',
      'b',
    ])
    expect({ header, rows }).toEqual({
      header: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['4', '5'],
      ],
    })
    expect(faults).toEqual([{ code: 'missing-cell', line: 2, row: 2 }])
    expect(table.header).toBeUndefined()
    expect(places).toEqual(['data.csv:1 row 1', 'data.csv:3 row 3'])
  })

  it('refuse quotes that are broken by their own rules', async () => {
    const { faults } = await read('a,b\n"1""2",x\n3,4\n', { doubleQuote: false })
    expect(faults).toEqual([
      {
        code: 'row-error',
        line: 2,
        row: 1,
        reason: 'text stands after the closing quote of a cell on line 2',
      },
    ])
    expect((await read("a,b\n'1,2\n3,4\n", { quoteChar: "'" })).faults).toEqual([
      {
        code: 'row-error',
        line: 2,
        row: 1,
        reason:
          'the quote opened on line 2 is never closed, so that all up to the end of the file, line 3, is one cell',
      },
    ])
  })

  it('refuse a record that never ends', async () => {
    const content = `a,b\n'${'1,2\n'.repeat(17_000_000)}`
    expect(await refusal(read(content, { quoteChar: "'" }))).toBe(
      'record-too-long: data.csv: the row that begins on line 2 is longer than 64 MiB.',
    )
  })
})
