import { describe, expect, it } from 'vitest'
import { checking, field } from './checking.ts'

const { checked } = checking()

describe('hostile text', () => {
  it.each([
    'a"; DROP TABLE x; --',
    "it's",
    'a::b|c',
    'two\nlines',
    '${{ github.token }}',
    '<script>',
    '::error::x',
    'ключ',
    '__proto__',
    'constructor',
    'r',
    'c0',
  ])('the column name %j is checked like any other', async (name) => {
    const contract = JSON.stringify({
      fields: [{ name, type: 'integer', constraints: { unique: true, minimum: 5 } }],
      primaryKey: name,
    })
    const header = `"${name.replaceAll('"', '""')}"`
    const { errors, counts } = await checked(contract, `${header}\n7\nx\n7\n1\n`)
    expect(counts.by_code).toEqual({
      'constraint-error': 1,
      'primary-key': 1,
      'type-error': 1,
      'unique-error': 1,
    })
    expect(errors.every((error) => error.field === name)).toBe(true)
  })

  it('long values are cut, and say so', async () => {
    const { errors } = await checked(field('integer'), `x,y\n${'é'.repeat(5000)},1\n`)
    expect(errors[0]?.value).toBe(`${'é'.repeat(100)}…`)
    expect(errors[0]?.message.length).toBeLessThan(160)
  })
})
