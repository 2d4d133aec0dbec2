import { checkTable } from '../../../src/contract/check.ts'
import { checkResultSchema } from '../../../src/contract/finding.ts'
import { loadContract } from '../../../src/contract/load.ts'
import type { Engine } from '../../../src/tables/engine/engine.ts'
import type { Table } from '../../../src/tables/table.ts'

export const now = new Date('2024-03-31T12:00:00Z')

/** What holding a table to a contract comes to. */
export async function checked(engine: Engine, contract: string, table: Table, environment?: string) {
  const result = await checkTable(engine, loadContract(contract, 'contract.yml'), table, {
    name: 'train',
    now,
    limit: 3,
    ...(environment === undefined ? {} : { environment }),
  })
  checkResultSchema.parse(result)
  return result
}

/** Faults as a person would note them down: code, how many, where the first is, and what it says. */
export async function faults(engine: Engine, contract: string, table: Table, environment?: string) {
  const { groups, errors } = await checked(engine, contract, table, environment)
  return groups.map(({ code, severity, count, contract_line }) => {
    const first = errors.find((error) => error.code === code && error.contract_line === contract_line)
    const place = first?.row === undefined ? '' : ` at ${first.row}/${first.line ?? '-'}`
    return `${severity === 'error' ? '' : `${severity} `}${code} x${count}${place}: ${first?.message}`
  })
}
