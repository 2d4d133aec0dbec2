import { describe, expect, it } from 'vitest'
import { shown } from '../../src/contract/finding.ts'
import { good, header, rows, told } from './nasty.ts'

describe('values', () => {
  it.each<[name: string, content: string, ...expected: string[]]>([
    ['nothing wrong', rows(...good), 'valid 2'],
    [
      'ids of 2^63 and more, neighbours that are one double',
      rows(...[2n ** 63n, 2n ** 63n + 1n, 2n ** 64n, 2n ** 127n, 10n ** 60n].map((id) => `${id},1,,`)),
      'valid 5',
    ],
    [
      'such ids that repeat',
      rows(...[2n ** 63n, 2n ** 127n, 2n ** 63n, 2n ** 127n].map((id) => `${id},1,,`)),
      'invalid 4',
      'unique-error 4 id',
      'unique-error 5 id',
    ],
    ['1e400', rows(...good, '3,1e400,,'), 'invalid 3', 'type-error 4 mass'],
    [
      'minus zero, and the least number',
      rows('1,-0,,', '2,5e-324,,', '3,-5e-324,,'),
      'invalid 3',
      'constraint-error 4 mass',
    ],
    [
      'infinities',
      rows('1,-inf,,', '2,inf,,', '3,Infinity,,'),
      'invalid 3',
      ...[2, 3, 4].map((line) => `type-error ${line} mass`),
    ],
    ['01/02/2024 for a date', rows(...good, '3,1,01/02/2024,'), 'invalid 3', 'type-error 4 day'],
    [
      'a day that is none',
      rows('1,1,2023-02-29,', '2,1,2024-02-30,'),
      'invalid 2',
      'type-error 2 day',
      'type-error 3 day',
    ],
    [
      'digits of another script',
      rows('1,١,,', '２,1,,'),
      'invalid 2',
      'type-error 3 id',
      'type-error 2 mass',
    ],
    [
      'spaces that cannot be seen',
      rows('1,1\u00a0,,', '2\u200b,1,,'),
      'invalid 2',
      'type-error 3 id',
      'type-error 2 mass',
    ],
    ['a formula', rows('1,=1+1,,"=cmd|\'/c calc\'!A1"'), 'invalid 1', 'type-error 2 mass'],
    [
      'line ends of Unicode within cells',
      rows('1,1,,a\u2028b', '2,1,,c\u2029d', '3,1,,e\u0085f\u000bg\u000c', 'x,1,,'),
      'invalid 4',
      'type-error 5 id',
    ],
    ['halves of pairs, and characters beyond the first plane', rows('1,1,,😀', '2,1,,\u{10ffff}'), 'valid 2'],
    [
      'ids that are equal but for their writing',
      rows('1,1,,', '01,1,,', '+1,1,,'),
      'invalid 3',
      'unique-error 3 id',
      'unique-error 4 id',
    ],
  ])('%s', async (_, content, ...expected) => {
    expect(await told({ content })).toEqual(expected)
  })
})

describe('records', () => {
  it.each<[name: string, content: string | Uint8Array, ...expected: string[]]>([
    [
      'rows of other lengths',
      rows(good[0]!, '2,1', '3,1,,a,b,c', '4', good[1]!),
      'invalid 5',
      'extra-cell 4',
      'missing-cell 3',
      'missing-cell 5',
    ],
    [
      'empty lines between rows',
      rows(good[0]!, '', '', good[1]!, '', ''),
      'invalid 2',
      'blank-row 3',
      'blank-row 4',
    ],
    [
      'a quote that is never closed',
      rows(good[0]!, '2,1,,"b', '3,1,,c', '4,1,,d'),
      'invalid 2',
      'row-error 3',
    ],
    ['a quote that opens the file and is never closed', `"${rows(...good)}`, 'error', 'broken-header 1'],
    ['text behind a closing quote', rows(good[0]!, '2,1,,"b"c'), 'invalid 2', 'row-error 3'],
    ['a quoted line break, then a fault', rows('1,1,,"a\nb\r\nc"', 'x,1,,'), 'invalid 2', 'type-error 5 id'],
    ['carriage returns alone', rows(...good, 'x,1,,').replaceAll('\n', '\r'), 'invalid 3', 'type-error 4 id'],
    [
      'all three line ends in one file',
      `${header}\r\n${good[0]}\r${good[1]}\nx,1,,\r\n`,
      'invalid 3',
      'type-error 4 id',
    ],
    ['no line end at the end', rows(...good, 'x,1,,').trimEnd(), 'invalid 3', 'type-error 4 id'],
    ['a byte order mark', `\ufeff${rows(...good)}`, 'valid 2'],
    [
      'a byte order mark twice',
      `\ufeff\ufeff${rows(...good)}`,
      'invalid 2',
      'extra-label 1 \ufeffid',
      'missing-label 1 id',
    ],
    ['a byte order mark between rows', rows(good[0]!, `\ufeff${good[1]}`), 'invalid 2', 'type-error 3 id'],
    ['a header only', rows(), 'invalid 0', 'row-count'],
    ['a header only, without a line end', header, 'invalid 0', 'row-count'],
    [
      'a header that two columns share',
      `id,mass,mass,note\n1,1,2,a\n`,
      'invalid 1',
      'duplicate-label 1 mass',
      'missing-label 1 day',
    ],
    [
      'a header whose names differ in case and spaces',
      `ID, mass,day,note\n1,1,,a\n`,
      'invalid 1',
      'extra-label 1 ID',
      'extra-label 1  mass',
      'missing-label 1 id',
      'missing-label 1 mass',
    ],
    [
      'a header of nothing but commas',
      ',,,\n1,1,,a\n',
      'invalid 1',
      ...[1, 2, 3, 4].map(() => 'blank-label 1'),
      ...header.split(',').map((name) => `missing-label 1 ${name}`),
    ],
    ['nothing', '', 'error', 'empty-file'],
    ['a line end', '\n', 'error', 'header-missing 1'],
    ['a byte order mark alone', '\ufeff', 'error', 'header-missing 1'],
    ['a NUL byte', rows(good[0]!, '2,1,,a\0b'), 'error', 'not-text 3'],
    ['NUL bytes alone', new Uint8Array(5000), 'error', 'not-text 1'],
    [
      'two encodings',
      Buffer.concat([Buffer.from(rows('1,1,,é')), Buffer.from('2,1,,\xe9\n', 'latin1')]),
      'error',
      'not-utf8 3',
    ],
    ['UTF-16', Buffer.from(`\ufeff${rows(...good)}`, 'utf16le'), 'error', 'not-text 1'],
    ['half a character at the end', Buffer.from(rows('1,1,,é')).subarray(0, -2), 'error', 'not-utf8 2'],
    [
      'semicolons',
      rows(...good).replaceAll(',', ';'),
      'invalid 2',
      `incorrect-label 1 ${header.replaceAll(',', ';')}`,
    ],
  ])('%s', async (_, content, ...expected) => {
    expect(await told({ content })).toEqual(expected)
  })
})

describe('names', () => {
  it.each([
    '"; DROP TABLE train; --',
    "'); SELECT 1; --",
    '${id}',
    '__proto__',
    '\\',
    '%s\t',
    '<img src=x>',
    'é'.repeat(5000),
  ])('a column called %j', async (name) => {
    const written = `"${name.replaceAll('"', '""')}"`
    const asked = JSON.stringify({
      fields: [{ name, type: 'integer', constraints: { unique: true } }, { name: 'n' }],
    })
    const content = `${written},n\n1,a\nx,b\n1,c\n`
    expect(await told({ content, contract: asked })).toEqual([
      'invalid 3',
      `type-error 3 ${shown(name)}`,
      `unique-error 4 ${shown(name)}`,
    ])
  })
})
