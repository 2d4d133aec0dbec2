import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { writtenAs } from '../../../src/contract/dialect.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { type ContractProof, contractProof } from '../../../src/contract/proof/keeps-contract.ts'
import { lookThrough } from '../../../src/tables/plain/look-through.ts'
import { scratchFolder } from '../../tables/engine-for-tests.ts'

/** Whether a file of this content is shown to keep a contract without the engine. */
export function isProven(
  contract: object,
  content: string | Uint8Array,
  name = 'data.csv',
  progress?: (bytes: number) => void,
) {
  const file = join(scratchFolder(), name)
  writeFileSync(file, content)
  return isFileProven(contract, file, progress)
}

export async function isFileProven(contract: object, file: string, progress?: (bytes: number) => void) {
  const loaded = loadContract(JSON.stringify(contract), 'contract.yml')
  let proof: ContractProof | undefined
  const written = {
    file,
    label: basename(file),
    writtenAs: writtenAs(loaded.contract),
    learns: 'asked' as const,
    ...(progress && { progress }),
  }
  const table = await lookThrough(written, (columns) => {
    proof = contractProof(loaded, columns, undefined)
    return proof
  })
  return { loaded, table, proven: table !== undefined && proof?.holds(table) === true }
}

/** A contract of a column x, and of a y beside it. */
export const ofField = (field: object, rest: object = {}) => ({
  fields: [{ name: 'x', ...field }, { name: 'y' }],
  ...rest,
})
/** Cells of x, numbered in y. */
export const csv = (cells: readonly string[]) => `x,y\n${cells.map((cell, i) => `${cell},${i}\n`).join('')}`
