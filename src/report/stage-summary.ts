import type { StageRecord } from '../record/record.ts'
import { errorPlace, factsOf, inFileOrder } from './facts.ts'
import { gateWithin } from './gate-within.ts'
import { blocks, table } from './markdown/blocks.ts'
import { cellCode, code, text } from './markdown/escape.ts'
import { remedyOf, stageHeadline } from './stage-words.ts'
import { marks } from './zone-words.ts'

/** Rows of errors that a summary shows; the record has more. */
const few = 20

/** A step's summary holds 1 MiB, and a longer one is thrown away whole. */
const mostBytes = 900_000

/** A section of the job's summary about one record, as Markdown. */
export function stageSummary(record: StageRecord): string {
  if (record.stage === 'evaluate-gate' && record.error === undefined)
    return `${gateWithin(record, mostBytes)}\n`
  const { tone, words } = stageHeadline(record)
  const next = record.error?.hint ?? remedyOf(record)
  const facts = factsOf(record).map(({ label, value }) => `- ${text(label)}: ${code(value)}`)
  return `${blocks([
    `### ${marks[tone]} ${code(record.name)} ${words}`,
    text(record.reason),
    next && `**Next:** ${text(next)}`,
    facts.join('\n'),
    dataErrors(record),
  ])}\n`
}

function dataErrors(record: StageRecord): string | undefined {
  if (record.stage !== 'data-validate' || !record.errors?.length) return undefined
  const rows = inFileOrder(record.errors)
    .slice(0, few)
    .map((error) => [
      `${marks[error.severity === 'error' ? 'bad' : 'unsure']} ${cellCode(error.code)}`,
      cellCode(errorPlace(error)),
      text(error.message, 200),
    ])
  const rest = record.errors.length - few
  return blocks([
    table(['what', 'where', ''], rows, ['left', 'left', 'left']),
    rest > 0 ? `${rest} more are in the record.` : undefined,
  ])
}
