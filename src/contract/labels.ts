import type { KeyPath } from '../config/yaml-document.ts'
import { isWrittenAsText } from '../tables/cells.ts'
import { separators } from '../tables/csv/written-otherwise.ts'
import type { Table, TableColumn } from '../tables/table.ts'
import { type ErrorCode, quoted } from './finding.ts'
import type { Contract } from './schema/contract.ts'
import type { Field } from './schema/field.ts'
import { typeOf } from './types/registry.ts'
import type { Weight } from './weight.ts'
import { weightOfLabels } from './weight-of.ts'

/** A fault of the header, and the contract's key that asks for it. */
export interface LabelFault {
  readonly code: ErrorCode
  readonly field?: string
  /** place in the table, from 1 */
  readonly column?: number
  readonly message: string
  readonly asked: KeyPath
  readonly weight: Weight
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
 * be there may never be lacking, unless the table's environment has it among the absent ones; that, and a header that has
 * none of the fields, are errors whatever the contract says of labels.
 */
export function matchLabels(
  contract: Contract,
  { columns }: Pick<Table, 'columns'>,
  absent: readonly string[] = [],
): { readonly faults: LabelFault[]; readonly matched: Matched[] } {
  const { fields, fieldsMatch, primaryKey = [] } = contract
  const names = columns.map(({ name }) => name)
  const inContract = fields.map(({ name }) => name)
  const other = otherSeparator(names, inContract)
  if (other !== undefined) return { faults: [other], matched: [] }
  const faults: LabelFault[] = []
  const weight = weightOfLabels(contract)
  const mayHaveMore = fieldsMatch === 'subset' || fieldsMatch === 'partial'
  const mayLack = fieldsMatch === 'superset' || fieldsMatch === 'partial'

  for (const [i, name] of names.entries()) {
    if (name === '') {
      faults.push({
        code: 'blank-label',
        column: i + 1,
        message: `column ${i + 1} has no name`,
        asked: ['fields'],
        weight,
      })
    } else if (names.indexOf(name) < i) {
      faults.push({
        code: 'duplicate-label',
        field: name,
        column: i + 1,
        message: `column ${i + 1} repeats the name ${quoted(name)}`,
        asked: ['fields'],
        weight,
      })
    } else if (!mayHaveMore && !inContract.includes(name)) {
      faults.push({
        code: 'extra-label',
        field: name,
        column: i + 1,
        message: `the contract has no field ${quoted(name)}, column ${i + 1} (fieldsMatch: subset allows more columns)`,
        asked: ['fields'],
        weight,
      })
    }
  }
  const matched: Matched[] = []
  for (const [index, field] of fields.entries()) {
    const column = columns.find(({ name }) => name === field.name)
    const isNeeded = field.constraints.required || primaryKey.includes(field.name)
    if (column !== undefined) matched.push({ field, index, column })
    else if (!absent.includes(field.name) && (!mayLack || isNeeded)) {
      faults.push({
        code: 'missing-label',
        field: field.name,
        message: `there is no column ${quoted(field.name)}${withSpaces(field.name, names)}`,
        asked: ['fields', index],
        weight: isNeeded ? {} : weight,
      })
    }
  }
  if (matched.length === 0 && (fieldsMatch === 'partial' || weight.severity === 'warning')) {
    faults.push({
      code: 'missing-label',
      message: 'none of the fields has a column',
      asked: ['fields'],
      weight: {},
    })
  }
  if (fieldsMatch === 'exact' && faults.length === 0) {
    const wrong = matched.findIndex(({ field }, i) => names[i] !== field.name)
    if (wrong !== -1) {
      const {
        field: { name: field },
        index,
      } = matched[wrong]!
      faults.push({
        code: 'incorrect-label',
        field,
        column: wrong + 1,
        message: `column ${wrong + 1} is ${quoted(names[wrong]!)}, where the contract has ${quoted(field)} (fieldsMatch: equal takes any order)`,
        asked: ['fields', index],
        weight,
      })
    }
  }
  return { faults, matched }
}

/** Can the column hold its field at all? One of text can hold any; a stored one has a type of its own. */
export const canHold = (table: Pick<Table, 'format'>, { field, column }: Pick<Matched, 'field' | 'column'>) =>
  isWrittenAsText(table, column) || typeOf(field).stores(column.type)

/** The fields of a key; undefined where one has no column, which the missing label reports. */
export function allMatched(names: readonly string[], matched: readonly Matched[]): Matched[] | undefined {
  const found = names.flatMap((name) => matched.find(({ field }) => field.name === name) ?? [])
  return found.length === names.length ? found : undefined
}

/** A header with a space after each comma is no rarity, and looks right at a glance. */
function withSpaces(field: string, names: readonly string[]): string {
  const at = names.findIndex((name) => name !== field && name.trim() === field)
  if (at === -1) return ''
  const says = names[at]!.startsWith(' ')
    ? ' (where a space follows each separator, `dialect: { skipInitialSpace: true }` of the contract says so)'
    : ''
  return `: column ${at + 1} is ${quoted(names[at]!)}, with a space${says}`
}

/** A header that is one column holds all fields at once: one fault says so, and not one for every field. */
function otherSeparator(names: readonly string[], inContract: readonly string[]): LabelFault | undefined {
  const [only, second] = names
  if (only === undefined || second !== undefined || inContract.includes(only)) return undefined
  const found = Object.keys(separators).find((separator) => {
    const parts = only.split(separator).map((part) => part.replace(/^"|"$/g, '').trim())
    return parts.length > 1 && parts.some((part) => inContract.includes(part))
  })
  if (found === undefined) return undefined
  return {
    code: 'incorrect-label',
    field: only,
    message: `the header is one column, ${quoted(only)}: its names are separated by ${separators[found]}; CSV is read by commas, TSV by tabs, any other by what \`dialect: { delimiter: ${JSON.stringify(found)} }\` of the contract says`,
    asked: ['fields'],
    weight: {},
  }
}
