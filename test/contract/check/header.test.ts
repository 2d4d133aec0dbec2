import { describe, expect, it } from 'vitest'
import { checking } from './checking.ts'

const { faults } = checking()

describe('the header', () => {
  const contract = 'fields: [{ name: a }, { name: b }]\n'
  it.each([
    ['exact', 'a,b', []],
    [
      'exact',
      'b,a',
      [
        'incorrect-label -/1: column 1 is "b", where the contract has "a" (fieldsMatch: equal takes any order)',
      ],
    ],
    [
      'exact',
      'a,b,c',
      ['extra-label -/1: the contract has no field "c", column 3 (fieldsMatch: subset allows more columns)'],
    ],
    ['exact', 'a', ['missing-label -/1: there is no column "b"']],
    [
      'exact',
      'a,A',
      [
        'extra-label -/1: the contract has no field "A", column 2 (fieldsMatch: subset allows more columns)',
        'missing-label -/1: there is no column "b"',
      ],
    ],
    ['exact', 'a,b,', ['blank-label -/1: column 3 has no name']],
    ['exact', 'a,b,a', ['duplicate-label -/1: column 3 repeats the name "a"']],
    ['equal', 'b,a', []],
    ['subset', 'b,c,a', []],
    ['subset', 'a', ['missing-label -/1: there is no column "b"']],
    ['superset', 'b', []],
    [
      'superset',
      'b,c',
      ['extra-label -/1: the contract has no field "c", column 2 (fieldsMatch: subset allows more columns)'],
    ],
    [
      'subset',
      'a, b,b ',
      [
        'missing-label -/1: there is no column "b": column 2 is " b", with a space (where a space follows each separator, `dialect: { skipInitialSpace: true }` of the contract says so)',
      ],
    ],
    ['subset', 'a,b ', ['missing-label -/1: there is no column "b": column 2 is "b ", with a space']],
    ['partial', 'a,c', []],
    ['partial', 'c', ['missing-label -/1: none of the fields has a column']],
  ])('%s: %s', async (fieldsMatch, header, expected) => {
    const cells = header.split(',').map(() => 'v')
    expect(
      await faults(`fieldsMatch: ${fieldsMatch}\n${contract}`, `${header}\n${cells.join(',')}\n`),
    ).toEqual(expected)
  })
})

describe('a column that may be lacking', () => {
  it.each(['superset', 'partial'])('%s: unless each of its cells is required', async (fieldsMatch) => {
    const fields =
      '[{ name: id, constraints: { required: true } }, { name: part }, { name: rest }, { name: a }]'
    expect(
      await faults(`fieldsMatch: ${fieldsMatch}\nprimaryKey: [part]\nfields: ${fields}\n`, 'a\n1\n'),
    ).toEqual(['missing-label -/1: there is no column "id"', 'missing-label -/1: there is no column "part"'])
  })
})
