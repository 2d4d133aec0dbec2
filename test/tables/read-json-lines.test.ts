import { describe, expect, it } from 'vitest'
import { jsonCells } from '../../src/tables/json/json-cells.ts'
import { folderOf, refusal, tableIn } from './several-tables.ts'

const read = (content: string | Uint8Array) => tableIn(folderOf({ 'data.jsonl': content }), 'data.jsonl')

describe('a table of JSON lines', () => {
  it('has the keys of all objects as columns, in the order of first appearance', async () => {
    const { header, rows, places, table } = await read('{"a":1,"b":"x"}\n{"b":"y","c":true}\n{"a":2}\n')
    expect(header).toEqual(['a', 'b', 'c'])
    expect(rows).toEqual([
      ['1', 'x', null],
      [null, 'y', 'true'],
      ['2', null, null],
    ])
    expect(places).toEqual(['data.jsonl:1 row 1', 'data.jsonl:2 row 2', 'data.jsonl:3 row 3'])
    expect(table).toMatchObject({ format: 'jsonl', rows: 3, bytes: 43 })
    expect(table.header).toBeUndefined()
  })

  it('keeps every digit of a number, and nested values as they stand', async () => {
    const { rows } = await read(
      '{"n": 9223372036854775808 , "e":1e400, "z": -0.10, "o": {"k": [1.0, "}\\""]} ,"l":[ ]}\n',
    )
    expect(rows).toEqual([['9223372036854775808', '1e400', '-0.10', '{"k": [1.0, "}\\""]}', '[ ]']])
  })

  it('tells an empty text from null and from nothing', async () => {
    const { rows } = await read('{"a":"","b":null,"c":1}\n{"a":null,"c":"x\\ny\\u00e9\\"z"}\n')
    expect(rows).toEqual([
      ['', null, '1'],
      [null, null, 'x\nyé"z'],
    ])
  })

  it.each([
    ['CRLF', '{"a":1}\r\n{"a":2}\r\n'],
    ['no last line end', '{"a":1}\n{"a":2}'],
    ['a byte order mark', '\ufeff{"a":1}\n{"a":2}\n'],
    ['blank lines before and at the end', '\n{"a":1}\n{"a":2}\n\n \n'],
  ])('with %s is read whole', async (_, content) => {
    const { rows, faults } = await read(content)
    expect({ rows, faults }).toEqual({ rows: [['1'], ['2']], faults: [] })
  })

  it('leaves out lines that are no object, and says where and why', async () => {
    const { rows, places, faults } = await read(
      [
        '{"a":1}',
        '{"a":2',
        '[1]',
        '',
        'null',
        '{"a":1,"a":2}',
        '{}',
        '{"a":"\\u0000"}',
        '{"a":"\\ud800"}',
        '{a:1}',
        '{"a":NaN}',
        '{"a":3}',
      ].join('\n'),
    )
    expect(rows).toEqual([['1'], ['3']])
    expect(places).toEqual(['data.jsonl:1 row 1', 'data.jsonl:12 row 12'])
    expect(faults).toEqual([
      { code: 'row-error', line: 2, row: 2, reason: 'the line is no JSON' },
      { code: 'row-error', line: 3, row: 3, reason: 'the line is JSON, but no object' },
      { code: 'blank-row', line: 4, row: 4 },
      { code: 'row-error', line: 5, row: 5, reason: 'the line is JSON, but no object' },
      { code: 'row-error', line: 6, row: 6, reason: 'the key "a" is there twice' },
      { code: 'blank-row', line: 7, row: 7 },
      { code: 'row-error', line: 8, row: 8, reason: expect.stringContaining('NUL') },
      { code: 'row-error', line: 9, row: 9, reason: expect.stringContaining('half of a pair') },
      { code: 'row-error', line: 10, row: 10, reason: 'the line is no JSON' },
      { code: 'row-error', line: 11, row: 11, reason: 'the line is no JSON' },
    ])
  })

  it.each([
    ['lists', `{"a":${'['.repeat(1e6)}${']'.repeat(1e6)}}`],
    ['objects', `{"a":${'{"k":'.repeat(1e6)}1${'}'.repeat(1e6)}}`],
    ['lists that never end', `{"a":${'['.repeat(1e6)}`],
  ])('takes no line that is nested a million deep for a row: %s', async (_, line) => {
    const { rows, faults } = await read(`{"a":1}\n${line}\n{"a":"${'[{'.repeat(2000)}"}\n`)
    expect(rows).toEqual([['1'], ['[{'.repeat(2000)]])
    expect(faults).toEqual([
      { code: 'row-error', line: 2, row: 2, reason: 'the line is nested more than 1000 deep' },
    ])
  })

  it('keeps hostile keys apart, and lines that are longer than the engine expects', async () => {
    const long = 'x'.repeat(3_000_000)
    const { header, rows } = await read(`{"a\\"; DROP":"${long}","A":1,"a":2,"":3,"__proto__":4,"k":5}\n`)
    expect(header).toEqual(['a"; DROP', 'A', 'a', '', '__proto__', 'k'])
    expect(rows[0]?.slice(1)).toEqual(['1', '2', '3', '4', '5'])
    expect(rows[0]?.[0] === long).toBe(true)
  })

  it('of several files has the keys of all', async () => {
    const folder = folderOf({ 'd/y=1/1.jsonl': '{"a":1,"b":2}\n', 'd/y=2/2.jsonl': '{"c":3,"b":4}\n' })
    const { header, rows } = await tableIn(folder, 'd/**/*.jsonl')
    expect(header).toEqual(['a', 'b', 'c', 'y'])
    expect(rows).toEqual([
      ['1', '2', null, '1'],
      [null, '4', '3', '2'],
    ])
  })

  it.each([
    ['', 'empty-file: data.jsonl is empty.'],
    ['\n\n', 'no-json-lines: data.jsonl has no line that is a JSON object with a key.'],
    ['[\n{"a":1}x\n]\n', 'no-json-lines: data.jsonl has no line that is a JSON object with a key.'],
    ['{}\n', 'no-json-lines: data.jsonl has no line that is a JSON object with a key.'],
    [
      Buffer.from('{"a":1}\n{"a":"caf\xe9"}\n', 'latin1'),
      'not-utf8: data.jsonl is not UTF-8: line 2 has bytes that are none.',
    ],
    [
      Buffer.from('PAR1xxxxPAR1'),
      'not-a-table: data.jsonl is a Parquet file, not the JSON Lines that its name says.',
    ],
  ])('%j is refused', async (content, message) => {
    expect(await refusal(read(content))).toBe(message)
  })
})

describe('the members of an object', () => {
  it('are told whatever their spacing and escapes', () => {
    expect(jsonCells(' {  "k\\\\" :"v\\\\\\"," , "t":true,"n":null , "x":-1.5E+3}  ')).toEqual([
      { key: 'k\\', kind: 's', text: 'v\\",' },
      { key: 't', kind: 'b', text: 'true' },
      { key: 'n', text: '' },
      { key: 'x', kind: 'n', text: '-1.5E+3' },
    ])
  })

  it('of a deep value do not run out of stack', () => {
    const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    expect(jsonCells(`{"a":${deep(990)}}`)).toEqual([{ key: 'a', kind: 'j', text: deep(990) }])
    expect(jsonCells(`{"a":${deep(100_000)}}`)).toBe('the line is nested more than 1000 deep')
  })
})
