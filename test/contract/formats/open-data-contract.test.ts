import { describe, expect, it } from 'vitest'
import type { ContractContext } from '../../../src/contract/formats/context.ts'
import { ownForm } from '../../../src/contract/formats/own-form.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { AssayError } from '../../../src/errors.ts'

const file = 'penguins.odcs.yaml'
const head = 'version: 1.0.0\napiVersion: v3.1.0\nkind: DataContract\nid: p\nstatus: active\n'

/** A contract of one object with these properties and rules, each a line of YAML. */
const yaml = (properties: readonly string[], quality: readonly string[] = []) =>
  [
    `${head}schema:`,
    '  - name: penguins',
    ...(quality.length > 0 ? ['    quality:', ...quality.map((rule) => `      - ${rule}`)] : []),
    '    properties:',
    ...properties.map((property) => `      - ${property}`),
    '',
  ].join('\n')

const load = (text: string, context: ContractContext = {}) => loadContract(text, file, context)
const field = (property: string) => load(yaml([property])).contract.fields[0]
const constraints = (property: string) => field(property)?.constraints

/** The checks that rules come to, before they are held to any schema. */
const own = (properties: readonly string[], quality: readonly string[] = []) =>
  ownForm(yaml(properties, quality), file, {}).value as {
    fields: { constraints: object }[]
    checks?: { rows?: object; aggregates?: object[] }
    uniqueKeys?: string[][]
  }

function refusal(text: string, context: ContractContext = {}): string {
  try {
    load(text, context)
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    const { place } = error
    return `${error.code} ${place.line}:${place.column} ${error.message} | ${error.hint}`
  }
  throw new Error('nothing was refused')
}

describe('an Open Data Contract', () => {
  it('is its properties, in any order and with others beside them', () => {
    const { contract } = load(
      yaml([
        '{ name: id, logicalType: integer, required: true, unique: true, primaryKey: true }',
        '{ name: mass, logicalType: number, logicalTypeOptions: { minimum: 0, maximum: 20 } }',
        '{ name: seen, logicalType: timestamp, businessName: First seen, description: When }',
      ]),
    )
    expect(contract).toMatchObject({
      fields: [
        { name: 'id', type: 'integer', constraints: { required: true, unique: true } },
        { name: 'mass', type: 'number', constraints: { minimum: 0, maximum: 20 } },
        { name: 'seen', type: 'datetime', title: 'First seen' },
      ],
      fieldsMatch: 'subset',
      primaryKey: ['id'],
    })
  })

  it('has its places where they are written', () => {
    const text = `${head}schema:
  - name: penguins
    properties:
      - name: mass
        logicalType: number
        required: true
        logicalTypeOptions:
          minimum: 0
        quality:
          - metric: duplicateValues
            mustBe: 0
`
    const { place } = load(text)
    const lineOf = (...path: (string | number)[]) => text.split('\n')[place(path).line! - 1]?.trim()
    expect(lineOf('fields', 0)).toBe('- name: mass')
    expect(lineOf('fields', 0, 'type')).toBe('logicalType: number')
    expect(lineOf('fields', 0, 'constraints', 'required')).toBe('required: true')
    expect(lineOf('fields', 0, 'constraints', 'minimum')).toBe('minimum: 0')
    expect(lineOf('fields', 0, 'constraints', 'unique')).toBe('- metric: duplicateValues')
    expect(lineOf('fields')).toBe('properties:')
  })

  it('is told by its name, or by its kind', () => {
    expect(loadContract(yaml(['{ name: x }']), 'contract.yml').contract.fieldsMatch).toBe('subset')
    expect(refusal('fields:\n  - name: x\n')).toContain('of the Open Data Contract Standard is not read')
  })

  it('orders the columns of its key by their position', () => {
    const key = (name: string, position: number) =>
      `{ name: ${name}, primaryKey: true, primaryKeyPosition: ${position} }`
    expect(load(yaml([key('a', 2), key('b', 1), '{ name: c }'])).contract.primaryKey).toEqual(['b', 'a'])
  })

  it('calls a column as the file does', () => {
    expect(field('{ name: body mass, physicalName: body_mass_g }')?.name).toBe('body_mass_g')
  })

  it('says nothing of the data by its owners, servers, prices and promises', () => {
    const rest = 'team: []\nservers: []\nprice: {}\nroles: []\nslaProperties: []\ntags: [a]\nsupport: []\n'
    expect(
      load(`${rest}${yaml(['{ name: x, classification: public, tags: [b] }'])}`).contract.fields,
    ).toHaveLength(1)
  })

  it('of several objects holds for a table by the one of its name', () => {
    const text = `${head}schema:\n  - { name: a, properties: [{ name: x }] }\n  - { name: b, physicalName: b.csv, properties: [{ name: y }] }\n`
    const names = (table: { name: string; path: string }) =>
      load(text, { table }).contract.fields.map(({ name }) => name)
    expect(names({ name: 'a', path: 'data/a.csv' })).toEqual(['x'])
    expect(names({ name: 'train', path: 'b.csv' })).toEqual(['y'])
    expect(refusal(text, { table: { name: 'train', path: 'train.csv' } })).toMatch(
      /^no-resource 6:1 .*2 tables/,
    )
  })
})

describe('types', () => {
  it.each([
    ['VARCHAR(20)', 'string'],
    ['text', 'string'],
    ['BIGINT', 'integer'],
    ['int', 'integer'],
    ['decimal(10, 2)', 'number'],
    ['double precision', 'number'],
    ['BOOLEAN', 'boolean'],
    ['date', 'date'],
    ['timestamp_tz', 'datetime'],
    ['TIMESTAMP WITH TIME ZONE', 'datetime'],
  ])('a column that a server keeps as %s is a %s', (physicalType, type) => {
    expect(field(`{ name: x, physicalType: "${physicalType}" }`)?.type).toBe(type)
  })

  it('what a server keeps is unknown where only it says so', () => {
    expect(refusal(yaml(['{ name: x, physicalType: GEOGRAPHY }']))).toMatch(
      /^contract-unsupported 9:20 schema\[0\]\.properties\[0\]\.physicalType: which values .* \| Give the property a logicalType, too\.$/,
    )
    expect(field('{ name: x, physicalType: GEOGRAPHY, logicalType: string }')?.type).toBe('string')
  })

  it.each([
    [
      'whole numbers of 8 bits',
      'integer, logicalTypeOptions: { format: i8 }',
      { minimum: -128, maximum: 127 },
    ],
    [
      'of 32 bits without a sign',
      'integer, logicalTypeOptions: { format: u32 }',
      { minimum: 0, maximum: 4294967295 },
    ],
    ['floats', 'number, logicalTypeOptions: { format: f32 }', {}],
    ['lengths', 'string, logicalTypeOptions: { minLength: 1, maxLength: 3 }', { minLength: 1, maxLength: 3 }],
    ['a pattern of the whole text', 'string, logicalTypeOptions: { pattern: "^a+$" }', { pattern: 'a+' }],
    [
      'a pattern that is to be found',
      'string, logicalTypeOptions: { pattern: a+ }',
      { pattern: '(?s:.*)(?:a+)(?s:.*)' },
    ],
    [
      'days',
      'date, logicalTypeOptions: { minimum: "2020-01-01", format: yyyy-MM-dd }',
      { minimum: '2020-01-01' },
    ],
    [
      'times as the standard writes them',
      'timestamp, logicalTypeOptions: { minimum: "2020-01-01 00:00:00" }',
      { minimum: '2020-01-01T00:00:00' },
    ],
    ['values that are listed', 'string, enum: [{ value: a, label: A }, { value: b }]', { enum: ['a', 'b'] }],
  ])('%s', (_, property, expected) => {
    expect(constraints(`{ name: x, logicalType: ${property} }`)).toEqual(expected)
  })

  it('bounds that leave themselves out, in the words of either version', () => {
    const of = (options: string) =>
      own([`{ name: x, logicalType: number, logicalTypeOptions: { ${options} } }`]).fields[0]?.constraints
    expect(of('exclusiveMinimum: 0, exclusiveMaximum: 5')).toEqual({
      exclusiveMinimum: 0,
      exclusiveMaximum: 5,
    })
    expect(of('minimum: 0, exclusiveMinimum: true, maximum: 5')).toEqual({ exclusiveMinimum: 0, maximum: 5 })
    expect(of('minimum: 0, exclusiveMinimum: false')).toEqual({ minimum: 0 })
  })
})

describe('rules', () => {
  it.each([
    ['nulls', '{ metric: nullValues, mustBe: 0 }', { required: true }],
    ['fewer than one null', '{ type: library, metric: nullValues, mustBeLessThan: 1 }', { required: true }],
    [
      'what is missing',
      '{ metric: missingValues, mustBe: 0, arguments: { missingValues: [null, ""] } }',
      { required: true },
    ],
    ['duplicates', '{ metric: duplicateValues, mustBe: 0, unit: percent }', { unique: true }],
    ['duplicates, as the first version called them', '{ rule: duplicateCount, mustBe: 0 }', { unique: true }],
    [
      'values',
      '{ metric: invalidValues, mustBe: 0, arguments: { validValues: [a, b] } }',
      { enum: ['a', 'b'] },
    ],
    ['a form', '{ metric: invalidValues, mustBe: 0, arguments: { pattern: "^a+$" } }', { pattern: 'a+' }],
    ['values in words alone', '{ type: text, description: The values are right. }', {}],
  ])('that allow no fault in %s are constraints', (_, rule, expected) => {
    const property = `{ name: x, logicalType: string, quality: [${rule}] }`
    expect(constraints(property)).toEqual(expected)
  })

  const aggregates = (rule: string, type = 'string') =>
    own([`{ name: x, logicalType: ${type}, quality: [${rule}] }`]).checks?.aggregates

  it.each([
    [
      '{ metric: nullValues, mustBeLessThan: 5 }',
      { name: 'nullValues of x', sql: 'count(*) - count("x")', max: 4 },
    ],
    [
      '{ metric: nullValues, mustBeLessOrEqualTo: 5, unit: percent, name: few nulls }',
      { name: 'few nulls', sql: '100.0 * (count(*) - count("x")) / count(*)', max: 5 },
    ],
    [
      '{ metric: nullValues, mustBe: 0, severity: warning }',
      { sql: 'count(*) - count("x")', min: 0, max: 0, severity: 'warning' },
    ],
    ['{ metric: nullValues, mustBeBetween: [1, 5] }', { min: 2, max: 4 }],
    ['{ metric: nullValues, mustBeGreaterThan: 1, mustBeLessOrEqualTo: 7 }', { min: 2, max: 7 }],
    [
      '{ metric: nullValues, mustNotBe: 3 }',
      { sql: 'CASE WHEN (count(*) - count("x")) NOT BETWEEN 3 AND 3 THEN 1 ELSE 0 END', min: 1 },
    ],
    ['{ metric: duplicateValues, mustBeLessThan: 10 }', { sql: 'count("x") - count(DISTINCT "x")', max: 9 }],
    [
      `{ metric: invalidValues, mustBeLessThan: 5, arguments: { validValues: [kg, "o'z"] } }`,
      { sql: `count(*) FILTER (WHERE "x" NOT IN ('kg', 'o''z'))`, max: 4 },
    ],
    [
      '{ metric: missingValues, mustBeLessThan: 5, arguments: { missingValues: [null, "", N/A] } }',
      { sql: `count(*) FILTER (WHERE "x" IS NULL OR "x" IN ('N/A'))`, max: 4 },
    ],
    [
      '{ type: sql, query: "SELECT COUNT(*) FROM {object} WHERE {property} IS NOT NULL", mustBeLessThan: 3600 }',
      { sql: 'COUNT(*) FILTER (WHERE "x" IS NOT NULL)', max: 3599 },
    ],
    [
      '{ type: sql, query: "select avg(x) from penguins", mustBeBetween: [0, 1], description: the mean }',
      { name: 'the mean', sql: 'avg(x)', min: 5e-324, max: 0.9999999999999999 },
    ],
  ])('%s', (rule, expected) => {
    expect(aggregates(rule)).toMatchObject([expected])
  })

  it('of the whole table', () => {
    expect(own(['{ name: x }'], ['{ metric: rowCount, mustBeBetween: [100, 120] }']).checks?.rows).toEqual({
      min: 101,
      max: 119,
    })
    const duplicates = (rule: string) => own(['{ name: x, physicalName: X }', '{ name: y }'], [rule])
    expect(
      duplicates('{ metric: duplicateValues, mustBe: 0, arguments: { properties: [x, y] } }').uniqueKeys,
    ).toEqual([['X', 'y']])
    expect(
      duplicates('{ metric: duplicateValues, mustBeLessThan: 3, arguments: { properties: [x, y] } }').checks,
    ).toEqual({
      aggregates: [
        { name: 'duplicateValues', sql: expect.stringMatching(/^count\(\*\) - count\(DISTINCT /), max: 2 },
      ],
    })
  })
})

describe('relationships', () => {
  const text = (relationships: string, property = '') => `${head}schema:
  - name: birds
    relationships: [${relationships}]
    properties:
      - { name: island, physicalName: island_id${property} }
      - { name: mate }
      - { id: b, name: id }
  - name: islands
    properties: [{ name: id }, { name: country, physicalName: land }]
`
  const keys = (contract: string) =>
    load(contract, { table: { name: 'birds', path: 'birds.csv' } }).contract.foreignKeys

  it('are keys into another table, or into the same one', () => {
    expect(keys(text('', ', relationships: [{ to: islands.id, type: foreignKey }]'))).toEqual([
      { fields: ['island_id'], reference: { resource: 'islands', fields: ['id'] } },
    ])
    expect(keys(text('{ from: birds.mate, to: schema/birds/properties/b }'))).toEqual([
      { fields: ['mate'], reference: { fields: ['id'] } },
    ])
    expect(keys(text('{ from: [birds.island, birds.mate], to: [islands.id, islands.country] }'))).toEqual([
      { fields: ['island_id', 'mate'], reference: { resource: 'islands', fields: ['id', 'land'] } },
    ])
  })

  it.each([
    [
      '{ from: birds.mate, to: ships.id }',
      /relationships\[0\]\.to: "ships\.id" is no property of this contract/,
    ],
    ['{ from: islands.id, to: birds.id }', /relationships\[0\]\.from: this is of another object/],
    [
      '{ from: birds.mate, to: birds.id, type: contains }',
      /relationships\[0\]\.type: only relationships of type foreignKey/,
    ],
    [
      '{ from: birds.mate, to: [birds.id, islands.id] }',
      /relationships\[0\]\.to: must name properties of one object/,
    ],
  ])('%s is refused', (relationship, message) => {
    expect(refusal(text(relationship), { table: { name: 'birds', path: 'birds.csv' } })).toMatch(message)
  })
})

describe('what cannot be checked is refused, with its place', () => {
  const property = (text: string) => yaml([`{ name: x, logicalType: string, ${text} }`])

  it.each([
    [
      'a type of another kind',
      yaml(['{ name: x, logicalType: map }']),
      /^contract-unsupported 9:20 .*logicalType: cells of type "map"/,
    ],
    [
      'a format of texts',
      property('logicalTypeOptions: { format: ipv4 }'),
      /format: texts of format "ipv4" are not checked/,
    ],
    [
      'a format of days',
      yaml(['{ name: x, logicalType: date, logicalTypeOptions: { format: QQQ } }']),
      /how "QQQ" is written/,
    ],
    [
      'a zone',
      yaml(['{ name: x, logicalType: timestamp, logicalTypeOptions: { defaultTimezone: Europe/Rome } }']),
      /read as UTC/,
    ],
    [
      'multiples',
      yaml(['{ name: x, logicalType: integer, logicalTypeOptions: { multipleOf: 5 } }']),
      /multipleOf: this is not checked/,
    ],
    [
      'an option of another type',
      property('logicalTypeOptions: { minimum: 1 }'),
      /^unknown-key .*logicalTypeOptions\.minimum/,
    ],
    [
      'what is inside of a cell',
      yaml(['{ name: x, logicalType: object, properties: [{ name: y }] }']),
      /properties: what is inside/,
    ],
    [
      'a rule of another program',
      property('quality: [{ type: custom, engine: soda, implementation: x }]'),
      /quality\[0\]\.type: rules of type "custom"/,
    ],
    [
      'a metric that nobody knows',
      property('quality: [{ metric: entropy, mustBe: 0 }]'),
      /quality\[0\]\.metric: the metric "entropy" is not known/,
    ],
    [
      'a rule that compares with nothing',
      property('quality: [{ metric: duplicateValues }]'),
      /quality\[0\]: says nothing that the metric must come to/,
    ],
    [
      'a rule that compares with a text',
      property('quality: [{ metric: nullValues, mustBe: few }]'),
      /quality\[0\]\.mustBe: must be a number/,
    ],
    [
      'a range of three',
      property('quality: [{ metric: nullValues, mustBeBetween: [1, 2, 3] }]'),
      /mustBeBetween: must be two numbers/,
    ],
    [
      'a misspelt operator',
      property('quality: [{ metric: nullValues, mustBeLesThan: 3 }]'),
      /^unknown-key .*Did you mean "mustBeLessThan"\?/,
    ],
    [
      'a query of another table',
      property('quality: [{ type: sql, query: select count(*) from users, mustBe: 0 }]'),
      /the query is of "users"/,
    ],
    [
      'a query of a query',
      property('quality: [{ type: sql, query: select count(*) from (select 1), mustBe: 0 }]'),
      /quality\[0\]\.query:/,
    ],
    [
      'a grouped query',
      property('quality: [{ type: sql, query: select count(*) from penguins group by x, mustBe: 0 }]'),
      /quality\[0\]\.query:/,
    ],
    [
      'a key over what is no property',
      yaml(['{ name: x }'], ['{ metric: duplicateValues, mustBe: 0, arguments: { properties: [z] } }']),
      /"z" is no property of this object/,
    ],
    [
      'version 2',
      'apiVersion: v2.2.2\nkind: DataContract\n',
      /^contract-unsupported 1:1 apiVersion: version "v2\.2\.2"/,
    ],
    ['an object without properties', `${head}schema:\n  - name: a\n`, /it has no properties/],
    [
      'a bound of another type',
      yaml(['{ name: x, logicalType: date, logicalTypeOptions: { minimum: soon } }']),
      /^wrong-value 9:61 schema\[0\]\.properties\[0\]\.logicalTypeOptions\.minimum: must be a date/,
    ],
  ])('%s', (_, text, message) => {
    expect(refusal(text)).toMatch(message)
  })
})

it('tells all that is not checked in an Open Data Contract at once, each at its line', () => {
  const text = yaml(
    [
      '{ name: a, logicalType: blob, sort: up }',
      '{ name: b, logicalType: integer, logicalTypeOptions: { multipleOf: 3, format: i7 } }',
      '{ name: c, quality: [{ type: custom }, { metric: freshness, mustBe: 0 }, { metric: nullValues }] }',
    ],
    ['{ type: custom }', '{ metric: rowCount, mustBeGreaterThan: 1 }'],
  )
  const told = () => {
    try {
      load(`${text}sla: 1\n`)
    } catch (error) {
      const { code, message, place, others } = error as AssayError
      return [{ code, message, ...place }, ...others].map((one) => `${one.line} ${one.code} ${one.message}`)
    }
    throw new Error('nothing was refused')
  }
  expect(told()).toEqual([
    expect.stringMatching(/^9 contract-unsupported schema\[0\]\.quality\[0\]\.type/),
    expect.stringMatching(/^12 unknown-key .*sort/),
    expect.stringMatching(/^12 contract-unsupported schema\[0\]\.properties\[0\]\.logicalType/),
    expect.stringMatching(/^13 contract-unsupported .*multipleOf/),
    expect.stringMatching(/^13 contract-unsupported .*format/),
    expect.stringMatching(/^14 contract-unsupported .*quality\[0\]\.type/),
    expect.stringMatching(/^14 contract-unsupported .*quality\[1\]\.metric/),
    expect.stringMatching(/^15 unknown-key .*sla/),
  ])
})
