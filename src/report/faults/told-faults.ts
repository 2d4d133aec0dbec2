import type { DataError, DataGroup } from '../../record/data-validate.ts'
import type { RecordOf } from '../../record/record.ts'

/** Faults of one kind in one column, as people read them; every text is hostile until it is escaped. */
export interface ToldFaults {
  readonly group: DataGroup
  /** `1,204 rows whose bill_length_mm is below 0, first at train.csv:17` */
  readonly sentence: string
  /** where the contract or the configuration asks for it */
  readonly rule?: RulePlace
  /** the first of them, and what each shows */
  readonly examples: readonly { readonly error: DataError; readonly shows: string }[]
}

export interface RulePlace {
  readonly file: string
  readonly line: number
}

const weights = ['error', 'warning', 'tolerated']

/** The groups of a record with the first of their faults: errors before warnings, and these before what is tolerated. */
export function toldFaults({
  errors = [],
  groups = groupsOf(errors),
  tables = [],
}: Pick<RecordOf<'data-validate'>, 'groups' | 'errors' | 'tables'>): ToldFaults[] {
  return groups
    .toSorted((a, b) => weights.indexOf(a.severity) - weights.indexOf(b.severity))
    .map((group) => {
      const own = errors.filter((error) => inGroup(error, group))
      const contract = tables.find(({ name }) => name === group.table)?.contract_file
      const rule = ruleOf(group, contract as string | undefined)
      const sentence = group.message ?? sentenceOf(group, own[0])
      return {
        group,
        sentence,
        ...(rule && { rule }),
        examples: own.map((error) => ({ error, shows: showsOf(error, sentence) })),
      }
    })
}

/** Of a group that has none of its own. */
function sentenceOf({ code, count }: DataGroup, first: DataError | undefined): string {
  if (first?.row === undefined) return first?.message ?? code
  return `${first.message}, ${count === 1 ? '' : 'first '}at ${faultPlace(first)}`
}

const keys = ['code', 'table', 'field', 'against', 'contract_line', 'rule'] as const
const inGroup = (error: DataError, group: DataGroup) => keys.every((key) => error[key] === group[key])

/** Records of before had no groups: then what is listed is all that is known. */
function groupsOf(errors: readonly DataError[]): DataGroup[] {
  const groups: DataGroup[] = []
  for (const error of errors) {
    const known = groups.find((group) => inGroup(error, group))
    if (known === undefined) {
      const { row: _row, line: _line, value: _value, message: _message, ...group } = error
      groups.push({ ...group, count: 1 })
    } else known.count++
  }
  return groups
}

function ruleOf(
  { contract_line, config_file, config_line }: DataGroup,
  contract: string | undefined,
): RulePlace | undefined {
  if (contract !== undefined && typeof contract_line === 'number')
    return { file: contract, line: contract_line }
  return typeof config_file === 'string' && typeof config_line === 'number'
    ? { file: config_file, line: config_line }
    : undefined
}

/** Of a cell its value, as the sentence says what is wrong with it; of anything else what the sentence does not say. */
function showsOf({ code, row, value, message }: DataError, sentence: string): string {
  if (row === undefined || (code !== 'type-error' && code !== 'constraint-error'))
    return sentence.startsWith(message) ? '' : message
  return value === undefined ? '' : JSON.stringify(value)
}

/** `train.csv:17`, or `train.parquet, row 17`; of a fault that is no row's the file alone. */
export function faultPlace({ file, table, line, row }: DataError): string {
  const of = file ?? table
  if (line !== undefined) return `${of}:${line}`
  return row === undefined ? of : `${of}, row ${row}`
}
