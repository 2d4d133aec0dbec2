import type { Comparison } from '../../record/comparison.ts'
import type { Zone } from '../../record/gate-terms.ts'

export type Tone = 'good' | 'bad' | 'unsure'

interface ZoneWords {
  readonly tone: Tone
  /** as a reader who has never seen the word says it */
  readonly words: string
}

/** What a zone is called in a table. */
export const zoneWords: Readonly<Record<Zone, ZoneWords>> = {
  identical: { tone: 'good', words: 'same model' },
  'no-worse': { tone: 'good', words: 'no worse' },
  within: { tone: 'good', words: 'within what is allowed' },
  'within-bound': { tone: 'good', words: 'holds' },
  'not-judged': { tone: 'unsure', words: 'not judged' },
  'no-baseline': { tone: 'unsure', words: 'nothing to compare with' },
  beyond: { tone: 'unsure', words: 'worse, perhaps by chance' },
  worse: { tone: 'bad', words: 'worse' },
  'below-bound': { tone: 'bad', words: 'out of bounds' },
  undefined: { tone: 'bad', words: 'no value' },
  'not-comparable': { tone: 'bad', words: 'not comparable' },
}

/** How a comparison is shown; what a waiver lets pass is not good, and blocks nothing. */
export const toneOf = ({ zone, waiver }: Pick<Comparison, 'zone' | 'waiver'>): Tone =>
  waiver === undefined ? zoneWords[zone].tone : 'unsure'

/** For places that know no colours. */
export const marks: Readonly<Record<Tone, string>> = { good: '✅', bad: '❌', unsure: '⚠️' }
