import type { DataError } from '../record/data-validate.ts'
import type { RecordOf } from '../record/record.ts'
import type { Source } from '../record/refs.ts'
import { type ToldFaults, toldFaults } from '../report/faults/told-faults.ts'
import { counted } from '../report/number.ts'
import type { Annotation } from '../runner/log.ts'

type Tables = NonNullable<RecordOf<'data-validate'>['tables']>

/** GitHub shows ten annotations of a level for a whole composite action; the last says what is left out. */
const mostOfLevel = 10
const examples = 3

const levels = { error: 'error', warning: 'warning', tolerated: 'notice' } as const

/**
 * One annotation for each kind of fault in each column: at the first line of the data that shows it where that file is
 * in git as text that is what was read, since GitHub shows no other; otherwise at the line of the contract or the configuration that
 * asks for it.
 */
export function annotationsOf(record: RecordOf<'data-validate'>): Annotation[] {
  const told = toldFaults(record)
  return Object.entries(levels).flatMap(([severity, level]) =>
    limited(
      told.filter(({ group }) => group.severity === severity),
      level,
      record.tables ?? [],
    ),
  )
}

function limited(told: readonly ToldFaults[], level: Annotation['level'], tables: Tables): Annotation[] {
  const shown = told.slice(0, told.length > mostOfLevel ? mostOfLevel - 1 : mostOfLevel)
  const annotations = shown.map((one) => annotation(one, level, tables))
  if (shown.length === told.length) return annotations
  const rest = told.slice(shown.length)
  const faults = rest.reduce((sum, { group }) => sum + group.count, 0)
  const what = level === 'notice' ? 'more tolerated fault' : 'more fault'
  const message = `${counted(faults, what)} of ${counted(rest.length, 'more kind')}: see the job's summary, or errors and groups of the record.`
  return [...annotations, { level, title: 'More faults', message }]
}

function annotation(
  { group, sentence, rule, examples: first }: ToldFaults,
  level: Annotation['level'],
  tables: Tables,
): Annotation {
  const { code, table, field, count } = group
  const listed = first
    .filter(({ error: { row }, shows }) => row !== undefined && shows !== '')
    .slice(0, examples)
    .map(({ error, shows }) => `${at(error, group.file)}: ${shows}`)
  const more = listed.length > 0 && count > listed.length ? [`… ${count} in all`] : []
  const asked = rule === undefined ? [] : [`Asked for by ${rule.file}, line ${rule.line}.`]
  const own = tables.find(({ name }) => name === table)
  const place =
    placeInGit(first[0]?.error, own) ?? rule ?? (group.file === undefined ? {} : { file: group.file })
  return {
    level,
    title: `${table}: ${code}${field === undefined ? '' : ` in ${field}`}`,
    message: [sentence, ...listed, ...more, ...asked].join('\n'),
    ...place,
  }
}

/** Where a fault is, where its file is text of the repository, just as it was read. */
function placeInGit(error: DataError | undefined, table: Tables[number] | undefined) {
  if (error?.file === undefined || error.line === undefined || table === undefined) return undefined
  const { file, line } = error
  if (/\.(gz|zst)$/i.test(file)) return undefined
  const part = table.files?.find(({ path }) => file === path || file.endsWith(`/${path}`))
  return isCommitted(table.files === undefined ? table.source : part?.source) ? { file, line } : undefined
}

const isCommitted = (source: Source | undefined) =>
  source?.kind === 'git' && source.modified === undefined && source.repository === undefined

const at = ({ file, line, row }: DataError, table: string | undefined) => {
  const own = table === undefined || file === undefined || file === table ? '' : `${file} `
  return line === undefined ? `${own}row ${row}` : `${own}line ${line}`
}

/** A fault with its place, as one line. Its file is named where the table has several. */
export function placed(error: DataError, table?: string): string {
  return error.row === undefined && error.line === undefined
    ? error.message
    : `${at(error, table)}: ${error.message}`
}
