import { describe, expect, it } from 'vitest'
import { loadContract } from '../../src/contract/load.ts'
import { AssayError } from '../../src/errors.ts'

function refusal(text: string): string {
  try {
    loadContract(text, 'contract.yml')
    return 'accepted'
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    const { line, column } = error.place
    return `${error.code} ${line}:${column} ${error.message} | ${error.hint}`
  }
}

describe('a contract', () => {
  it('needs no more than fields', () => {
    const { contract, digest } = loadContract('fields:\n  - name: a\n', 'contract.yml')
    expect(contract).toEqual({
      fields: [{ name: 'a', type: 'any', constraints: {} }],
      fieldsMatch: 'exact',
      missingValues: [''],
      checks: {},
    })
    expect(digest).toBe('sha256:45acbc00da5ff3b812413c0dc47887b8f49316797f02c78c764ec9c7db4531cd')
  })

  it('names its own schema where a value is wrong', () => {
    expect(refusal('fields: 1\n')).toContain('the published schema (schema/contract.json)')
  })

  it('knows where each of its keys is', () => {
    const { place } = loadContract(
      'fields:\n  - name: a\n    constraints: { minimum: 1 }\n    type: integer\n',
      'contract.yml',
    )
    expect(place(['fields', 0, 'constraints', 'minimum'])).toEqual({
      file: 'contract.yml',
      line: 3,
      column: 20,
    })
    expect(place(['fields', 0, 'type'])).toEqual({ file: 'contract.yml', line: 4, column: 5 })
    expect(place(['fields', 0, 'constraints', 'unique'])).toMatchObject({ line: 3 })
  })

  it.each([
    ['no YAML', 'fields: [', /^yaml-unreadable 1:/],
    ['a key twice', 'fields: []\nfields: []\n', /^yaml-unreadable 2:/],
    ['nothing', '', /^wrong-value|^missing-key/],
    ['no fields', 'missingValues: [""]\n', /^missing-key 1:1 fields: is missing/],
    [
      'an unknown key',
      'fields: [{ name: a }]\nprimarykey: a\n',
      /^unknown-key 2:1 unknown key primarykey \| Did you mean "primaryKey"\?$/,
    ],
    [
      'an unknown constraint',
      'fields:\n  - name: a\n    type: integer\n    constraints: { minumum: 1 }\n',
      /^unknown-key 4:20 unknown key fields\[0\]\.constraints\.minumum \| Did you mean "minimum"\?$/,
    ],
    [
      'an unknown type',
      'fields:\n  - name: a\n    type: int\n',
      /^wrong-value 3:5 fields\[0\]\.type: must be one of any, array, boolean, .*yearmonth \| /,
    ],
    [
      'a constraint that means nothing',
      'fields:\n  - name: a\n    type: string\n    constraints:\n      minimum: 3\n',
      /^wrong-value 5:7 .*minimum means nothing for type string/,
    ],
    [
      'a bound of the wrong type',
      'fields:\n  - { name: a, type: integer, constraints: { minimum: 1.5 } }\n',
      /^wrong-value 2:46 .*must be a whole number/,
    ],
    [
      'a date that is none',
      'fields:\n  - { name: a, type: date, constraints: { minimum: 01/02/2024 } }\n',
      /must be a date such as "2024-01-31"/,
    ],
    [
      'a day that no month has',
      'fields:\n  - { name: a, type: date, constraints: { minimum: 2023-02-30 } }\n',
      /^wrong-value 2:43 .*must be a date/,
    ],
    [
      'an hour that no day has',
      'fields:\n  - { name: a, type: datetime, constraints: { enum: ["2023-02-28T25:00:00Z"] } }\n',
      /must be a date and time/,
    ],
    [
      'numbers that contradict',
      'fields:\n  - { name: a, type: integer, constraints: { minimum: 5, maximum: 3 } }\n',
      /^wrong-value 2:46 .*minimum: is larger than maximum/,
    ],
    [
      'times that contradict',
      'fields:\n  - { name: a, type: datetime, constraints: { minimum: 2024-01-01T00:00:00, maximum: 2024-01-01T00:30:00+01:00 } }\n',
      /minimum: is larger than maximum/,
    ],
    [
      'an enum of the wrong type',
      'fields:\n  - { name: a, type: string, constraints: { enum: [a, 1] } }\n',
      /must be a text/,
    ],
    [
      'a field twice',
      'fields:\n  - name: a\n  - name: a\n',
      /^wrong-value 3:5 fields\[1\]\.name: "a" is there twice/,
    ],
    [
      'a key that is no field',
      'fields: [{ name: a }]\nprimaryKey: [b]\n',
      /^wrong-value 2:1 primaryKey: "b" is no field of this contract/,
    ],
    [
      'rows that contradict',
      'fields: [{ name: a }]\nchecks: { rows: { min: 5, max: 1 } }\n',
      /is larger than max/,
    ],
  ])('with %s is refused at its place', (_, text, message) => {
    expect(refusal(text)).toMatch(message)
  })

  it('with a pattern that is no expression is refused at its place', async () => {
    const { tablesForTests } = await import('../tables/engine-for-tests.ts')
    const { checkTable } = await import('../../src/contract/check.ts')
    const { engine, open } = await tablesForTests()
    const loaded = loadContract(
      'fields:\n  - { name: a, type: string, constraints: { pattern: "(?=x)" } }\n',
      'contract.yml',
    )
    await expect(checkTable(engine, loaded, await open('a\nx\n'), { name: 't' })).rejects.toMatchObject({
      kind: 'configuration',
      code: 'bad-pattern',
      place: { file: 'contract.yml', line: 2 },
    })
    engine.close()
  })
})
