import { quoted } from '../finding.ts'
import { atMost } from '../infer/words.ts'
import type { Asking } from './asking.ts'
import { have, isNews, type Outcome, rowsText, tooFew } from './proposal.ts'
import type { Violation } from './violations.ts'

/** A column may have gaps where enough rows have one, unless it identifies the row. */
export function proposeGaps(
  { sample, contract, news }: Asking,
  { reading, asked, count, where }: Violation,
): Outcome {
  const { name } = reading.matched.field
  const { rows } = sample.table
  const said = rowsText(count, rows, have, 'no value', where)
  const why = contract.primaryKey?.includes(name)
    ? 'held for an error: it is part of the primary key'
    : isNews(count, rows, news)
      ? undefined
      : tooFew(news)
  if (why !== undefined) return { proposals: [], unproposed: [{ what: `${quoted(name)}: ${said}`, why }] }
  return {
    proposals: [
      {
        what: `${quoted(name)} is not required`,
        effect: 'loosens',
        evidence: [
          said,
          `a limit under checks would be the narrower way: missing are ${atMost(count, rows)}`,
        ],
        edits: [{ kind: 'remove', path: asked }],
      },
    ],
    unproposed: [],
  }
}
