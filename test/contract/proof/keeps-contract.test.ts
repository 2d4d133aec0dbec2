import { describe, expect, it } from 'vitest'
import { csv, isProven, ofField } from './is-proven.ts'

describe('a table that is shown to keep its contract without the engine', () => {
  it.each<[string, object, string[]]>([
    [
      'whole numbers',
      { type: 'integer', constraints: { minimum: 0, maximum: 9, required: true } },
      ['1', '9'],
    ],
    ['a key', { type: 'integer', constraints: { unique: true, required: true } }, ['3', '1', '-1', '2']],
    ['numbers', { type: 'number', constraints: { exclusiveMinimum: 0 } }, ['1.5', '', '3']],
    ['words', { type: 'string', constraints: { enum: ['é', 'b'] } }, ['é', 'b', '']],
    ['what matches', { type: 'string', constraints: { pattern: '^user_[0-9]+$' } }, ['user_1', 'user_22']],
    ['lengths', { type: 'string', constraints: { minLength: 2, maxLength: 2 } }, ['日本', 'ab']],
    ['texts that differ', { type: 'string', constraints: { unique: true } }, ['a', 'b', 'ab', '']],
    ['truth', { type: 'boolean', trueValues: ['ja'], falseValues: ['nein'] }, ['ja', 'nein']],
    [
      'days',
      { type: 'date', constraints: { minimum: '2024-01-31', maximum: '2024-02-29' } },
      ['2024-01-31', '2024-02-29'],
    ],
    [
      'instants',
      { type: 'datetime', constraints: { minimum: '2024-01-31T00:00:00Z' } },
      ['2024-01-31T00:00:00', '2024-02-01T10:00:00Z'],
    ],
  ])('is one of %s', async (_, field, cells) => {
    expect(await isProven(ofField(field), csv(cells))).toMatchObject({ proven: true })
    // Nor does it depend on where a file ends, or on the delimiter.
    expect(await isProven(ofField(field), csv(cells).trimEnd())).toMatchObject({ proven: true })
    expect(await isProven(ofField(field), csv(cells).replaceAll(',', '\t'), 'data.tsv')).toMatchObject({
      proven: true,
    })
  })

  it.each<[string, object, string | Uint8Array]>([
    ['quotes', ofField({}), 'x,y\n"a",1\n'],
    ['a carriage return', ofField({}), 'x,y\r\na,1\r\n'],
    ['a row of another width', ofField({}), 'x,y\na,1\nb\n'],
    ['a blank line', ofField({}), 'x,y\na,1\n\nb,2\n'],
    ['no rows', ofField({}), 'x,y\n'],
    ['fewer rows than asked', ofField({}, { checks: { rows: { min: 3 } } }), 'x,y\na,1\n'],
    ['another header', ofField({}), 'x,z\na,1\n'],
    ['a NUL', ofField({}), 'x,y\na\0,1\n'],
    ['bytes that are no text', ofField({}), Buffer.from('x,y\n\xff,1\n', 'latin1')],
    [
      'a row condition',
      ofField({}, { checks: { conditions: [{ name: 'same', sql: 'x = y' }] } }),
      'x,y\n1,1\n',
    ],
    [
      'a check of a column',
      ofField({}, { checks: { columns: { x: { distinct: { min: 2 } } } } }),
      'x,y\n1,1\n',
    ],
    ['a key beside the primary one', ofField({}, { uniqueKeys: [['x']] }), 'x,y\n1,1\n'],
    ['a key of two columns', ofField({}, { primaryKey: ['x', 'y'] }), 'x,y\n1,1\n'],
    ['an expression that is none', ofField({ type: 'string', constraints: { pattern: '(a' } }), 'x,y\na,1\n'],
    // With the engine the table is unreadable for it, whatever its cells are.
    ['a word for truth with a NUL', ofField({ type: 'boolean', trueValues: ['ja', 'j\0'] }), 'x,y\nja,1\n'],
    ['a dialect', ofField({}, { dialect: { commentChar: '#' } }), 'x,y\na,1\n'],
    ['an encoding', ofField({}, { encoding: 'latin1' }), 'x,y\na,1\n'],
  ])('has nothing that takes the engine: %s', async (_, contract, content) => {
    expect(await isProven(contract, content)).toMatchObject({ proven: false })
  })
})
