import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { OwnWords } from '../words/words-section.ts'
import { type Detail, type GateLinks, gateMarkdown } from './gate-markdown.ts'

const levels: readonly Detail[] = ['full', 'ruled', 'deciding', 'headline']

/** The fullest report that fits: first the metrics without a rule go, then the rules that hold, then all but the headline. */
export function gateWithin(
  record: EvaluateGateRecord,
  mostBytes: number,
  links: GateLinks = {},
  words?: OwnWords,
): string {
  for (const detail of levels) {
    const markdown = gateMarkdown(record, { detail, links, ...(words && { words }) })
    if (Buffer.byteLength(markdown) <= mostBytes) return markdown
  }
  throw new RangeError(`not even a headline fits into ${mostBytes} bytes`)
}
