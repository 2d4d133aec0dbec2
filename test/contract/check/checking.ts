import { afterAll, beforeAll, expect } from 'vitest'
import { checkTable } from '../../../src/contract/check.ts'
import { checkResultSchema } from '../../../src/contract/finding.ts'
import { loadContract } from '../../../src/contract/load.ts'
import type { Table } from '../../../src/tables/table.ts'
import { tablesForTests } from '../../tables/engine-for-tests.ts'

/** Checks of tables in an engine that the calling file of tests has for itself. */
export function checking() {
  let tables: Awaited<ReturnType<typeof tablesForTests>>
  beforeAll(async () => {
    tables = await tablesForTests()
  })
  afterAll(() => tables.engine.close())

  async function checked(contract: string, data: string | Table, limit?: number) {
    const table = typeof data === 'string' ? await tables.open(data) : data
    const result = await checkTable(tables.engine, loadContract(contract, 'contract.yml'), table, {
      name: 'train',
      ...(limit === undefined ? {} : { limit }),
    })
    expect(checkResultSchema.parse(result)).toEqual(result)
    return result
  }

  return {
    get tables() {
      return tables
    },
    checked,
    /** Faults as a person would note them down. */
    async faults(contract: string, data: string | Table) {
      const { errors } = await checked(contract, data)
      return errors.map(({ code, row, line, message }) => `${code} ${row ?? '-'}/${line ?? '-'}: ${message}`)
    },
  }
}

export const field = (type: string, constraints = '') =>
  `fieldsMatch: subset\nfields:\n  - name: x\n    type: ${type}\n${constraints && `    constraints: ${constraints}\n`}`
