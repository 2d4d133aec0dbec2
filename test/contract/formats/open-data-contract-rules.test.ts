import { describe, expect, it } from 'vitest'
import { ownForm } from '../../../src/contract/formats/own-form.ts'
import { constraints, field, file, refusal, yaml } from './open-data-contract.ts'

/** The checks that rules come to, before they are held to any schema. */
const own = (properties: readonly string[], quality: readonly string[] = []) =>
  ownForm(yaml(properties, quality), file, {}).value as {
    fields: { constraints: object }[]
    checks?: { rows?: object; aggregates?: object[] }
    uniqueKeys?: string[][]
  }

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
