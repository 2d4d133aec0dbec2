import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTable } from '../../../src/contract/check.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { tablesForTests } from '../../tables/engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

const head = 'version: 1.0.0\napiVersion: v3.1.0\nkind: DataContract\nid: p\nstatus: active\n'

/** Faults of a table of `id` and `kind` by a contract with these rules, each a line of YAML. */
async function faults(rules: { id?: string; kind?: string; table?: string }, data: string) {
  const quality = (rule: string | undefined) => (rule === undefined ? '' : `, quality: [${rule}]`)
  const contract = `${head}schema:
  - name: penguins
    quality: [${rules.table ?? ''}]
    properties:
      - { name: id, logicalType: integer${quality(rules.id)} }
      - { name: kind, logicalType: string${quality(rules.kind)} }
`
  const loaded = loadContract(contract, 'penguins.odcs.yaml')
  const { errors } = await checkTable(tables.engine, loaded, await tables.open(data), {
    name: 'train',
    now: new Date(0),
  })
  return errors.map(({ code, severity, message }) => `${severity} ${code}: ${message}`)
}

const data = 'kind,id,more\na,1,x\na,2,x\n,3,x\nc,3,x\n'

describe('rules of an Open Data Contract on a table', () => {
  it.each([
    ['nulls that are few enough', { kind: '{ metric: nullValues, mustBeLessThan: 2 }' }],
    ['nulls as a share', { kind: '{ metric: nullValues, mustBeLessOrEqualTo: 25, unit: percent }' }],
    ['duplicates that are few enough', { kind: '{ metric: duplicateValues, mustBe: 1 }' }],
    [
      'wrong values that are few enough',
      { kind: '{ metric: invalidValues, mustBe: 1, arguments: { validValues: [a, b] } }' },
    ],
    ['a pattern', { kind: '{ metric: invalidValues, mustBe: 0, arguments: { pattern: "^[abc]$" } }' }],
    [
      'a pattern that may be broken',
      { kind: '{ metric: invalidValues, mustBe: 1, arguments: { pattern: "[ab]" } }' },
    ],
    [
      'texts that mean a missing value',
      { kind: '{ metric: missingValues, mustBe: 2, arguments: { missingValues: [null, "", c] } }' },
    ],
    ['a number of rows', { table: '{ metric: rowCount, mustBeBetween: [3, 5] }' }],
    ['another number of rows', { table: '{ metric: rowCount, mustNotBe: 5 }' }],
    [
      'keys of two columns',
      { table: '{ metric: duplicateValues, mustBe: 0, arguments: { properties: [kind, id] } }' },
    ],
    [
      'keys of two columns that may repeat',
      {
        table:
          '{ metric: duplicateValues, mustBeLessThan: 1, unit: percent, arguments: { properties: [kind, id] } }',
      },
    ],
    [
      'a query',
      { id: '{ type: sql, query: "SELECT COUNT(*) FROM {object} WHERE {property} > 2", mustBe: 2 }' },
    ],
    [
      'a query of one aggregate',
      { table: '{ type: sql, query: select max(id) - min(id) from penguins, mustBe: 2 }' },
    ],
    [
      'what must not lie between',
      { id: '{ type: sql, query: select avg(id) from penguins, mustNotBeBetween: [5, 9] }' },
    ],
  ])('%s', async (_, rules) => {
    expect(await faults(rules, data)).toEqual([])
  })

  it('counts rows that repeat two columns by both of them', async () => {
    const rule = '{ metric: duplicateValues, mustBe: 1, arguments: { properties: [kind, id] } }'
    expect(await faults({ table: rule }, 'id,kind\n1,a\n1,a\n1,\n2,a\n')).toEqual([])
  })

  it.each([
    [
      'one null too many',
      { kind: '{ metric: nullValues, mustBe: 0 }' },
      [/^error constraint-error: .*missing/],
    ],
    [
      'a null that is a warning',
      { kind: '{ metric: nullValues, mustBe: 0, severity: warning }' },
      [/^warning /],
    ],
    [
      'a share of nulls',
      { kind: '{ metric: nullValues, mustBeLessThan: 25, unit: percent }' },
      [/nullValues of kind.* 25/],
    ],
    ['duplicates', { id: '{ metric: duplicateValues, mustBe: 0 }' }, [/^error unique-error/]],
    [
      'duplicates that are too many',
      { kind: '{ metric: duplicateValues, mustBeLessThan: 1, severity: warning }' },
      [/^warning .*duplicateValues of kind/],
    ],
    [
      'a value',
      { kind: '{ metric: invalidValues, mustBe: 0, arguments: { validValues: [a, b] } }' },
      [/^error constraint-error: .*"c"/],
    ],
    ['rows', { table: '{ metric: rowCount, mustBeGreaterThan: 4 }' }, [/^error row-count: .*at least 5/]],
    [
      'a number of rows that must not be',
      { table: '{ metric: rowCount, mustNotBe: 4, name: not four }' },
      [/not four/],
    ],
    [
      'a query',
      {
        id: '{ type: sql, query: "SELECT COUNT(*) FROM {object} WHERE {property} > 2", mustBe: 0, name: small }',
      },
      [/small.* 2; .*at most 0/],
    ],
  ])('%s is a fault', async (_, rules, expected) => {
    const found = await faults(rules, data)
    expect(found).toHaveLength(expected.length)
    for (const [i, message] of expected.entries()) expect(found[i]).toMatch(message)
  })
})
