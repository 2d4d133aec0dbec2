import type { KeyPath } from '../config/yaml-document.ts'
import type { Table, TableColumn } from '../tables/table.ts'
import { type ErrorCode, quoted } from './finding.ts'
import type { Contract, Field } from './schema.ts'

/** A fault of the header, and the contract's key that asks for it. */
export interface LabelFault {
  readonly code: ErrorCode
  readonly field?: string
  readonly message: string
  readonly asked: KeyPath
}

/** A field and the column that holds it. */
export interface Matched {
  readonly field: Field
  /** place in the contract's list */
  readonly index: number
  readonly column: TableColumn
}

/**
 * Columns are matched to fields by name; `fieldsMatch` says which differences are faults. A column whose every cell must
 * be there may never be lacking.
 */
export function matchLabels(
  { fields, fieldsMatch, primaryKey = [] }: Contract,
  { columns }: Pick<Table, 'columns'>,
): { readonly faults: LabelFault[]; readonly matched: Matched[] } {
  const faults: LabelFault[] = []
  const names = columns.map(({ name }) => name)
  const inContract = fields.map(({ name }) => name)
  const mayHaveMore = fieldsMatch === 'subset' || fieldsMatch === 'partial'
  const mayLack = fieldsMatch === 'superset' || fieldsMatch === 'partial'

  for (const [i, name] of names.entries()) {
    if (name === '') {
      faults.push({ code: 'blank-label', message: `column ${i + 1} has no name`, asked: ['fields'] })
    } else if (names.indexOf(name) < i) {
      faults.push({
        code: 'duplicate-label',
        field: name,
        message: `column ${i + 1} repeats the name ${quoted(name)}`,
        asked: ['fields'],
      })
    } else if (!mayHaveMore && !inContract.includes(name)) {
      faults.push({
        code: 'extra-label',
        field: name,
        message: `the contract has no field ${quoted(name)}, column ${i + 1}`,
        asked: ['fields'],
      })
    }
  }
  const matched: Matched[] = []
  for (const [index, field] of fields.entries()) {
    const column = columns.find(({ name }) => name === field.name)
    if (column !== undefined) matched.push({ field, index, column })
    else if (!mayLack || field.constraints.required || primaryKey.includes(field.name)) {
      faults.push({
        code: 'missing-label',
        field: field.name,
        message: `there is no column ${quoted(field.name)}`,
        asked: ['fields', index],
      })
    }
  }
  if (fieldsMatch === 'partial' && matched.length === 0) {
    faults.push({ code: 'missing-label', message: 'none of the fields has a column', asked: ['fields'] })
  }
  if (fieldsMatch === 'exact' && faults.length === 0) {
    const wrong = fields.findIndex(({ name }, i) => names[i] !== name)
    if (wrong !== -1) {
      const field = fields[wrong]!.name
      faults.push({
        code: 'incorrect-label',
        field,
        message: `column ${wrong + 1} is ${quoted(names[wrong]!)}, where the contract has ${quoted(field)} (fieldsMatch: equal takes any order)`,
        asked: ['fields', wrong],
      })
    }
  }
  return { faults, matched }
}
