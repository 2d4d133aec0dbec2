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

const contract = loadContract(
  `fields:
    - {name: id, type: integer, constraints: {unique: true}, missingValues: ['', '-1']}
    - {name: other, type: integer, constraints: {unique: true}}
primaryKey: id`,
  'contract.yml',
)

describe('a column of whole numbers that most likely lie close together', () => {
  it('repeats as many values as it does, and those that lie elsewhere count too', async () => {
    const id = fc.oneof(
      fc.integer({ min: -2, max: 9 }).map(String),
      fc.constantFrom('+3', '007', '123456789012345678', '-99', '', '+-1'),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(id, { minLength: 1, maxLength: 12 }),
        fc.tuple(fc.integer({ min: -3, max: 4 }), fc.integer({ min: 5, max: 12 })),
        async (ids, reach) => {
          const text = `id,other\n${ids.map((one, i) => `${one},${i}\n`).join('')}`
          const table = await tables.open(text)
          expect(table.columns[0]?.shape).toBe(ids.some((one) => one !== '') ? 'whole' : undefined)
          const likely = { ...table, columns: table.columns.map((column) => ({ ...column, reach })) }
          const { groups } = await checkTable(tables.engine, contract, likely, { name: 't' })
          const present = ids.filter((one) => one !== '' && one !== '-1')
          const values = present
            .filter((one) => one !== '+-1')
            .map((one) => String(BigInt(one.replace('+', ''))))
          const repeated = values.length - new Set(values).size
          const counts = Object.fromEntries(groups.map(({ code, count }) => [code, count]))
          expect(counts['unique-error'] ?? 0).toBe(repeated)
          expect(counts['primary-key'] ?? 0).toBe(repeated + ids.length - present.length)
          expect(counts['type-error'] ?? 0).toBe(present.length - values.length)
        },
      ),
      { numRuns: 30 },
    )
  })
})
