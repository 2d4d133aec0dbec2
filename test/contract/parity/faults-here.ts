import { gzipSync } from 'node:zlib'
import { checkTable } from '../../../src/contract/check.ts'
import type { Finding } from '../../../src/contract/finding.ts'
import { withForeignKeys } from '../../../src/contract/foreign-keys.ts'
import { loadContract } from '../../../src/contract/load.ts'
import type { Table } from '../../../src/tables/table.ts'
import type { tablesForTests } from '../../tables/engine-for-tests.ts'
import type { ParityCase } from './parity-case.ts'

/** More than any table of the corpus has. */
const limit = 100_000

/**
 * What is found in a case here, as the oracle says it: `code[/constraint] line|- field`, sorted; no field where a row as
 * a whole is at fault.
 */
export async function faultsHere(
  { engine, open }: Pick<Awaited<ReturnType<typeof tablesForTests>>, 'engine' | 'open'>,
  { file, text, schema, others = {} }: ParityCase,
): Promise<string[]> {
  const asked = JSON.stringify(schema, null, 1)
  const loaded = loadContract(asked, 'contract.json')
  const table = await open(file.endsWith('.gz') ? gzipSync(text) : text, file)
  const tables = new Map<string, Table>([['data', table]])
  for (const [name, other] of Object.entries(others)) tables.set(name, await open(other.text, `${name}.csv`))
  const checked = await checkTable(engine, loaded, table, { name: 'data', limit })
  const { errors } =
    schema.foreignKeys === undefined
      ? checked
      : await withForeignKeys(engine, loaded, table, checked, { name: 'data', others: tables, limit })
  const lines = asked.split('\n')
  return [...new Set(errors.map((one) => told(one, lines)))].sort()
}

/** Faults of the header have its line here, and none there. */
const ofHeader = /-label$/

function told({ code, line, field = '', contract_line }: Finding, contract: readonly string[]): string {
  const constraint = /"(\w+)"/.exec(contract[contract_line! - 1] ?? '')?.[1]
  const what = code === 'constraint-error' ? `${code}/${constraint}` : code
  return `${what} ${ofHeader.test(code) ? '-' : (line ?? '-')} ${field}`.trimEnd()
}
