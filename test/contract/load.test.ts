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
      checks: { aggregates: [], columns: {}, conditions: [] },
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
      'a misspelt table of a block',
      'fields: [{ name: mass }]\ntolerance:\n  fields:\n    mas: { required: 0.1 }\n',
      /^wrong-value 4:5 tolerance\.fields\.mas: "mas" is no field of this contract; did you mean "mass"\?/,
    ],
    [
      'a tolerance of what is not asked',
      'fields: [{ name: mass }]\ntolerance: { fields: { mass: { minimum: 0.1 } } }\n',
      /tolerance\.fields\.mass\.minimum: "mass" has no minimum/,
    ],
    [
      'a tolerance that is no share',
      'fields: [{ name: mass, type: number }]\ntolerance: { fields: { mass: { type: 5 } } }\n',
      /^wrong-value 2:32 tolerance\.fields\.mass\.type/,
    ],
    [
      'a misspelt check of a block',
      'fields: [{ name: a, type: number }]\nseverity: { fields: { a: { typ: warning } } }\n',
      /^unknown-key .*severity\.fields\.a\.typ \| Did you mean "type"/,
    ],
    [
      'a severity of a key that is not there',
      'fields: [{ name: a }]\nseverity: { primaryKey: warning }\n',
      /^wrong-value 2:13 severity\.primaryKey: the contract has no primaryKey/,
    ],
    [
      'an environment of unknown columns',
      'fields: [{ name: label }]\nenvironments: { serving: { absent: [labl] } }\n',
      /environments\.serving\.absent: "labl" is no field of this contract; did you mean "label"\?/,
    ],
    [
      'a unique key that is no field',
      'fields: [{ name: a }]\nuniqueKeys: [[a, b]]\n',
      /^wrong-value 2:14 uniqueKeys\[0\]: "b" is no field/,
    ],
    [
      'a foreign key of another length',
      'fields: [{ name: a }]\nforeignKeys: [{ fields: a, reference: { resource: t, fields: [x, y] } }]\n',
      /foreignKeys\[0\]\.reference\.fields: has 2 fields, where the key has 1/,
    ],
    [
      'a foreign key into itself that is no field',
      'fields: [{ name: a }]\nforeignKeys: [{ fields: a, reference: { fields: b } }]\n',
      /foreignKeys\[0\]\.reference\.fields: "b" is no field/,
    ],
    [
      'an option of another type',
      'fields:\n  - { name: a, type: integer, decimalChar: "," }\n',
      /^wrong-value 2:31 fields\[0\]\.decimalChar: decimalChar means nothing for type integer, which has: groupChar, bareNumber/,
    ],
    [
      'a format of another type',
      'fields:\n  - { name: a, type: string, format: wkt }\n',
      /fields\[0\]\.format: must be one of default, email, uri, binary, uuid/,
    ],
    [
      'a format where there is none',
      'fields: [{ name: a, type: year, format: YY }]\n',
      /type year has no other format/,
    ],
    [
      'dates of any format',
      'fields: [{ name: a, type: date, format: any }]\n',
      /any is not checked, since 01\/02\/2024 may be two days: write a pattern such as %d\/%m\/%Y/,
    ],
    [
      'a pattern of dates that is none',
      'fields: [{ name: a, type: date, format: DD-MM-YYYY }]\n',
      /must be default or a pattern such as %d\/%m\/%Y/,
    ],
    [
      'a directive that is not read',
      'fields: [{ name: a, type: date, format: "%d %j %Y" }]\n',
      /%j is not read; these are: %Y/,
    ],
    ['a date without a year', 'fields: [{ name: a, type: date, format: "%d.%m." }]\n', /needs a year/],
    [
      'a date with a time',
      'fields: [{ name: a, type: date, format: "%Y-%m-%d %H:%M" }]\n',
      /has a time: the field needs type datetime/,
    ],
    ['half a clock', 'fields: [{ name: a, type: time, format: "%I:%M" }]\n', /%I and %p need each other/],
    [
      'a decimal point that groups',
      'fields: [{ name: a, type: number, groupChar: "." }]\n',
      /is the decimal character, too/,
    ],
    [
      'a group character of two',
      'fields: [{ name: a, type: number, groupChar: ", " }]\n',
      /must be one character/,
    ],
    [
      'a word that is true and false',
      'fields: [{ name: a, type: boolean, trueValues: [x], falseValues: [x] }]\n',
      /falseValues: "x" is true and false at once/,
    ],
    [
      'lists of lists',
      'fields: [{ name: a, type: list, itemType: list }]\n',
      /itemType: must be one of string, integer/,
    ],
    [
      'a JSON Schema',
      'fields: [{ name: a, type: object, constraints: { jsonSchema: { type: object } } }]\n',
      /jsonSchema: is not checked/,
    ],
    [
      'categories of numbers',
      'fields: [{ name: a, type: number, categories: [1] }]\n',
      /only for string and integer/,
    ],
    [
      'categories twice',
      'fields: [{ name: a, type: integer, categories: [1, "01"] }]\n',
      /categories\[1\]: is there twice/,
    ],
    [
      'categories of the wrong type',
      'fields: [{ name: a, type: integer, categories: [x] }]\n',
      /categories\[0\]: must be a whole number/,
    ],
    [
      'an enum beyond its categories',
      'fields: [{ name: a, type: string, categories: [x], constraints: { enum: [x, y] } }]\n',
      /enum\[1\]: is not among the categories/,
    ],
    [
      'an order of no categories',
      'fields: [{ name: a, type: string, categoriesOrdered: true }]\n',
      /needs categories/,
    ],
    [
      'missing values twice',
      'fields: [{ name: a }]\nmissingValues: ["", {value: ""}]\n',
      /missingValues\[1\]: is there twice/,
    ],
    [
      'bounds that leave nothing',
      'fields: [{ name: a, type: integer, constraints: { exclusiveMinimum: 5, maximum: 5 } }]\n',
      /exclusiveMinimum: leaves nothing below maximum/,
    ],
    [
      'a bound in another form than the cells',
      'fields: [{ name: a, type: date, format: "%d/%m/%Y", constraints: { minimum: "2024-01-31" } }]\n',
      /minimum: must be a date of the form "%d\/%m\/%Y"/,
    ],
    [
      'digits that touch, without their full width',
      'fields: [{ name: a, type: date, format: "%d%m%Y", constraints: { minimum: "122024" } }]\n',
      /minimum: must be a date of the form/,
    ],
    [
      'a number beyond 2^53 without quotes',
      'fields: [{ name: a, type: integer, constraints: { minimum: 9007199254740993 } }]\n',
      /must be a whole number \(in quotes beyond 2\^53\)/,
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

describe('a column whose name no map can have', () => {
  it('is not asked for nothing', () => {
    const sum =
      'fields: [{ name: __proto__, type: integer }]\nchecks: { columns: { __proto__: { sum: { max: 3 } } } }'
    expect(() => loadContract(sum, 'contract.yml')).toThrow('unknown key checks.columns.__proto__')
    expect(() => loadContract('fields: [{ name: __proto__, type: integer }]', 'contract.yml')).not.toThrow()
  })
})
