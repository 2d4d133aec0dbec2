import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTable } from '../../src/contract/check.ts'
import { loadContract } from '../../src/contract/load.ts'
import { tablesForTests } from '../tables/engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

/** The faults of a column, and the statements that it took to find them. */
async function faults(field: object, cells: readonly string[], other: string) {
  const fields = [
    { name: 'x', ...field },
    { name: 'y', type: 'string' },
  ]
  const loaded = loadContract(JSON.stringify({ fields }), 'contract.yml')
  const table = await tables.open(`x,y\n${cells.map((cell) => `${cell},${other}\n`).join('')}`)
  const asked: string[] = []
  const engine = {
    ...tables.engine,
    rows: (sql: string) => {
      asked.push(sql)
      return tables.engine.rows(sql)
    },
  }
  const { counts, errors } = await checkTable(engine, loaded, table, { name: 'train' })
  return { counts, errors, asked }
}

const rarely = (what: object) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constant(what) })
const bounds = fc.record(
  {
    minimum: fc.constantFrom(-1, 0, 5),
    maximum: fc.constantFrom(5, 10),
    exclusiveMinimum: fc.constantFrom(-1, 0),
    exclusiveMaximum: fc.constantFrom(10, 11),
    required: fc.boolean(),
  },
  { requiredKeys: [] },
)
const fields = fc
  .tuple(
    fc.constantFrom('integer', 'number'),
    fc.tuple(bounds, rarely({ enum: [1, 5, 10] }), rarely({ unique: true })),
    fc.constantFrom({}, {}, { missingValues: [] }, { missingValues: ['', '-1'] }, { missingValues: ['10'] }),
    fc.tuple(rarely({ groupChar: ' ' }), rarely({ bareNumber: false })),
  )
  .map(([type, constraints, missing, options]) =>
    Object.assign({ type, constraints: Object.assign({}, ...constraints) }, missing, ...options),
  )
const cell = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('0', '1', '5', '10', '-1', '11', '-0', '007', '') },
  { weight: 1, arbitrary: fc.constantFrom('5.0', '10.5', '.5', '+5', '1e1', 'NA', '5-') },
)

describe('columns of numbers whose least and greatest are known', () => {
  it('have the faults that others are found to have cell by cell', async () => {
    await fc.assert(
      fc.asyncProperty(fields, fc.array(cell, { minLength: 1, maxLength: 3 }), async (field, cells) => {
        const { asked: _, ...found } = await faults(field, cells, 'a')
        const { asked: __, ...exactly } = await faults(field, cells, '"a"')
        expect(found).toEqual(exactly)
      }),
      { numRuns: 150 },
    )
  })

  it.each([
    [{ type: 'integer', constraints: { required: true } }, ['1', ''], 'constraint-error'],
    [{ type: 'number', missingValues: [] }, ['1', ''], 'type-error'],
    [{ type: 'integer' }, ['1', '2.0'], 'type-error'],
    [{ type: 'integer', constraints: { maximum: 2 } }, ['1', '3'], 'constraint-error'],
    [{ type: 'number', constraints: { exclusiveMaximum: 2 } }, ['1', '2.0'], 'constraint-error'],
    [
      { type: 'number', constraints: { required: true }, missingValues: ['0'] },
      ['1', '0'],
      'constraint-error',
    ],
    [{ type: 'number', constraints: { enum: [1] } }, ['1', '2'], 'constraint-error'],
    [{ type: 'number', decimalChar: ',' }, ['1', '2.5'], 'type-error'],
  ])('%o: %o is at fault', async (field, cells, code) => {
    expect((await faults(field, cells, 'a')).counts.by_code).toEqual({ [code]: 1 })
  })

  it('are not asked cell by cell', async () => {
    const field = { type: 'number', constraints: { minimum: 0, maximum: 3 } }
    const known = await faults(field, ['0', '', '3.0'], 'a')
    expect(known.counts.error).toBe(0)
    expect(known.asked.join()).not.toContain('c0')
    const broken = await faults(field, ['0', '', '3.001'], 'a')
    expect(broken.counts).toMatchObject({ error: 1 })
  })
})
