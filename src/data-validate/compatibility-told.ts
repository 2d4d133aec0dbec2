import type { Compatibility, ContractChange } from '../record/data-validate.ts'
import { classWords } from '../report/contract-changes.ts'
import { blocks, table } from '../report/markdown/blocks.ts'
import { cellCode, code, text } from '../report/markdown/escape.ts'
import { counted } from '../report/number.ts'
import type { Annotation } from '../runner/log.ts'
import { live } from './with-compatibility.ts'

/** GitHub shows ten annotations of a level for a whole composite action, and the data's own come first. */
const shown = 9
const listed = 50

/** What breaks the model that is live, beside the line of the contract that says it. */
export function compatibilityAnnotations(found: Compatibility | undefined): Annotation[] {
  if (found === undefined) return []
  const broken = found.changes.filter(({ model }) => model === 'breaking')
  const annotations = broken.slice(0, shown).map(
    (change): Annotation => ({
      level: found.severity,
      title: `${change.table}: breaks ${found.model}@v${found.version}`,
      message: `${subject(change, found)}: ${change.why}.\n${change.path}${values(change)}`,
      ...(change.file !== undefined && { file: change.file }),
      ...(change.line !== undefined && { line: change.line }),
    }),
  )
  const rest = found.breaking - annotations.length
  if (rest === 0) return annotations
  const message = `${counted(rest, 'more change')} of the contract ${rest === 1 ? 'breaks' : 'break'} ${live(found)}: see the job's summary, or compatibility of the record.`
  return [...annotations, { level: found.severity, title: 'More changes of the contract', message }]
}

const subject = ({ field }: ContractChange, found: Compatibility) =>
  field === undefined
    ? `The training data of ${live(found)}, changes`
    : `This column is an input of ${live(found)}`

function values({ old, new: now }: ContractChange): string {
  const [before, after] = [old, now].map((value) => JSON.stringify(value))
  if (before === undefined || after === undefined) return ''
  return before.length + after.length > 200 ? '' : `: ${before} -> ${after}`
}

/** A section of the job's summary, as Markdown; nothing where nothing differs in what is asked. */
export function compatibilitySummary(found: Compatibility | undefined): string {
  const telling = (found?.changes ?? []).filter(
    ({ model, producer }) => model !== 'compatible' || producer !== 'compatible',
  )
  if (found === undefined || telling.length === 0) return ''
  const rows = telling
    .slice(0, listed)
    .map((change) => [
      classWords(change),
      cellCode(change.path),
      cellCode(whereOf(change)),
      text(change.why, 300),
    ])
  const rest = telling.length - rows.length + (found.more ?? 0)
  return `\n${blocks([
    `#### The contract against that of ${code(`${found.model}@v${found.version}`)}, live now`,
    found.breaking === 0
      ? 'No change breaks the model.'
      : `${counted(found.breaking, 'change')} ${found.breaking === 1 ? 'breaks' : 'break'} the model${found.severity === 'warning' ? '; this is a warning (`data.compatibility`)' : ''}.`,
    table(['what it is', 'change', 'where', 'why'], rows, ['left', 'left', 'left', 'left']),
    rest > 0 ? `${counted(rest, 'more change')}: see compatibility of the record.` : undefined,
  ])}\n`
}

const whereOf = ({ file, line, table: name }: ContractChange) =>
  file === undefined ? name : `${file}${line === undefined ? '' : `:${line}`}`
