import type { StageRecord } from '../record/record.ts'
import { alsoWrong } from './also-wrong.ts'
import { factsOf } from './facts.ts'
import { faultsMarkdown } from './faults/faults-markdown.ts'
import { gateWithin } from './gate/gate-within.ts'
import { marks } from './gate/zone-words.ts'
import { blocks } from './markdown/blocks.ts'
import { code, link, text } from './markdown/escape.ts'
import { remedyOf, stageHeadline } from './stage-words.ts'
import { trendMarkdown } from './trend-markdown.ts'
import type { OwnWords } from './words/words-section.ts'

/** A step's summary holds 1 MiB, and a longer one is thrown away whole. */
const mostBytes = 900_000

/** A section of the job's summary about one record, as Markdown. */
export function stageSummary(record: StageRecord, own?: OwnWords, site?: string): string {
  if (record.stage === 'evaluate-gate' && record.error === undefined)
    return `${blocks([gateWithin(record, mostBytes, {}, own), trendMarkdown(record, site)])}\n`
  const { tone, words } = stageHeadline(record)
  const next = record.error?.hint ?? remedyOf(record)
  const facts = factsOf(record).map(({ label, value }) => `- ${text(label)}: ${link(code(value), value)}`)
  return `${blocks([
    `### ${marks[tone]} ${code(record.name)} ${words}`,
    text(record.reason),
    record.error &&
      alsoWrong(record.error)
        .map((line) => `- also ${text(line)}`)
        .join('\n'),
    next && `**Next:** ${text(next)}`,
    facts.join('\n'),
    record.stage === 'data-validate' ? faultsMarkdown(record) : undefined,
  ])}\n`
}
