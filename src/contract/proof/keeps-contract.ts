import type { LookedThrough, TableLook } from '../../tables/plain/look-through.ts'
import type { TableColumn } from '../../tables/table.ts'
import { checkRowCount } from '../checks/row-count.ts'
import { keptByExtremes } from '../extremes.ts'
import { type Matched, matchLabels } from '../labels.ts'
import type { LoadedContract } from '../load.ts'
import { readingOf } from '../reading.ts'
import { absentIn } from '../references.ts'
import type { Contract } from '../schema/contract.ts'
import { type FieldProof, fieldProof, heldEach } from './cell-proof.ts'
import { readExpression } from './regular-expression.ts'

/** A contract that a table can be shown to keep without the engine. */
export interface ContractProof extends TableLook {
  /** Whether a table keeps the contract; false says nothing. */
  holds(table: LookedThrough): boolean
}

/**
 * What shows that a table keeps its contract: one that does not, the engine is asked about.
 * @param columns of which only the names are known
 * @returns undefined where it takes the engine
 * @throws AssayError configuration: as absentIn
 */
export function contractProof(
  loaded: LoadedContract,
  columns: readonly TableColumn[],
  environment: string | undefined,
): ContractProof | undefined {
  const contract = withKeyOfItsField(loaded.contract)
  if (contract === undefined || !isOfCells(contract)) return undefined
  const { faults, matched } = matchLabels(contract, { columns }, absentIn(loaded, environment))
  if (faults.length > 0 || matched.length === 0) return undefined
  if (new Set(matched.map(({ column }) => column)).size < matched.length) return undefined
  const proven: (Matched & { readonly proof: FieldProof })[] = []
  const mostHeld = heldEach(contract)
  for (const one of matched) {
    const proof = fieldProof(contract, one.field, mostHeld)
    if (proof === undefined) return undefined
    proven.push({ ...one, proof })
  }
  const mayHold: TableLook['mayHold'] = (table) =>
    proven.every(({ proof: { byExtremes, holds }, field, index, column }) => {
      const found = table.columns[columns.indexOf(column)]
      if (found === undefined || holds?.() === false) return false
      return (
        !byExtremes || keptByExtremes(contract, readingOf(contract, table, { field, index, column: found }))
      )
    })
  return {
    cells: columns.map((column) => proven.find((one) => one.column === column)?.proof.cells),
    mayHold,
    holds: (table) => table.asLooked && checkRowCount(loaded, table.rows).length === 0 && mayHold(table),
  }
}

/** Whether a contract asks for nothing that takes more than a look at each cell, and the engine understands all of it. */
function isOfCells({ fields, uniqueKeys, foreignKeys, checks }: Contract): boolean {
  const { columns, conditions, aggregates } = checks
  if (uniqueKeys !== undefined || foreignKeys !== undefined) return false
  if (Object.keys(columns).length + conditions.length + aggregates.length > 0) return false
  return fields.every(
    ({ constraints: { pattern } }) => pattern === undefined || readExpression(pattern) !== undefined,
  )
}

/** A primary key of one field is a field that is required and unique; undefined where it is of several. */
function withKeyOfItsField(contract: Contract): Contract | undefined {
  const { primaryKey, fields } = contract
  if (primaryKey === undefined) return contract
  if (primaryKey.length !== 1) return undefined
  return {
    ...contract,
    fields: fields.map((field) =>
      field.name === primaryKey[0]
        ? { ...field, constraints: { ...field.constraints, required: true, unique: true } }
        : field,
    ),
  }
}
