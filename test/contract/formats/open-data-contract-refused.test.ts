import { describe, expect, it } from 'vitest'
import type { AssayError } from '../../../src/errors.ts'
import { head, load, refusal, yaml } from './open-data-contract.ts'

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
