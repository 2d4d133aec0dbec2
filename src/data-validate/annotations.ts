import { isAddress } from '../config/address.ts'
import type { Finding, Group } from '../contract/finding.ts'
import type { RecordOf } from '../record/record.ts'
import { counted } from '../report/number.ts'
import type { Annotation } from '../runner/log.ts'

/** GitHub shows ten annotations of a level for a whole composite action; the last says what is left out. */
const shownGroups = 9
const examples = 3

/**
 * One annotation for each kind of fault in each column, at the first line of the data that shows it; where the data
 * has no lines, at the line of the contract or the configuration that asks for it.
 */
export function annotationsOf(record: RecordOf<'data-validate'>): Annotation[] {
  const groups = (record.groups ?? []) as readonly Group[]
  const errors = (record.errors ?? []) as readonly Finding[]
  const contracts = new Map(
    record.tables?.map(({ name, contract_file }) => [name, contract_file as string | undefined]),
  )
  const shown = groups.slice(0, groups.length > shownGroups + 1 ? shownGroups : shownGroups + 1)
  const annotations = shown.map((group) =>
    annotation(
      group,
      errors.filter((error) => inGroup(error, group)),
      contracts.get(group.table),
    ),
  )
  if (shown.length === groups.length) return annotations
  const rest = groups.slice(shown.length)
  const faults = rest.reduce((sum, { count }) => sum + count, 0)
  const message = `${counted(faults, 'more fault')} of ${counted(rest.length, 'more kind')}: see the job's summary, or errors and groups of the record.`
  return [...annotations, { level: 'error', title: 'More faults', message }]
}

const inGroup = (error: Finding, group: Group) =>
  error.code === group.code &&
  error.table === group.table &&
  error.field === group.field &&
  error.against === group.against &&
  error.contract_line === group.contract_line

function annotation(group: Group, errors: readonly Finding[], contract: string | undefined): Annotation {
  const { code, severity, table, field, count, file } = group
  const line = errors[0]?.line
  const rule = ruleOf(group, contract)
  const asked = rule === undefined ? '' : `\nAsked for by ${rule.file}, line ${rule.line}.`
  const listed = errors.slice(0, examples).map((error) => placed(error, file))
  const more = count > listed.length ? `\n… ${count} in all` : ''
  const own = errors[0]?.file ?? file
  const place = line !== undefined && !isAddress(own) ? { file: own, line } : (rule ?? { file })
  return {
    level: severity === 'tolerated' ? 'notice' : severity,
    title: `${table}: ${code}${field === undefined ? '' : ` in ${field}`}`,
    message: `${listed.join('\n')}${more}${asked}`,
    ...place,
  }
}

/** Where the contract or the configuration asks for what is at fault. */
function ruleOf(
  { contract_line, config_file, config_line }: Group,
  contract: string | undefined,
): { readonly file: string; readonly line: number } | undefined {
  if (contract !== undefined && contract_line !== undefined) return { file: contract, line: contract_line }
  return config_file === undefined || config_line === undefined
    ? undefined
    : { file: config_file, line: config_line }
}

/** A fault with its place, as one line. Its file is named where the table has several. */
export function placed(
  {
    file,
    line,
    row,
    message,
  }: Pick<Finding, 'line' | 'row' | 'message'> & { readonly file?: string | undefined },
  table?: string,
): string {
  const own = table === undefined || file === table ? '' : `${file} `
  if (line !== undefined) return `${own}line ${line}: ${message}`
  return row !== undefined ? `${own}row ${row}: ${message}` : message
}
