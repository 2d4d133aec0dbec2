import type { Comparison, EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { counted } from './number.ts'
import { toneOf } from './zone-words.ts'

/** What came of the slices of the test sets, in a sentence; nothing where there are none. */
export function slicesSummary({ comparisons = [] }: EvaluateGateRecord): string | undefined {
  const slices = bySlice(comparisons)
  if (slices.size === 0) return undefined
  const count = (is: (of: readonly Comparison[]) => boolean) => [...slices.values()].filter(is).length
  const unjudged = count((of) => of.every(({ zone }) => zone === 'not-judged'))
  const isBad = (comparison: Comparison) => toneOf(comparison) === 'bad'
  const bad = count((of) => of.some(isBad))
  const unsure = count(
    (of) =>
      !of.some(isBad) &&
      of.some((comparison) => comparison.zone !== 'not-judged' && toneOf(comparison) === 'unsure'),
  )
  const good = slices.size - unjudged - bad - unsure
  const parts = [
    bad > 0 ? `${bad} outside of the rules` : '',
    unsure > 0 ? `${unsure} perhaps` : '',
    good > 0 ? `${good} inside` : '',
    unjudged > 0 ? `${unjudged} not judged` : '',
  ].filter((part) => part !== '')
  return `${counted(slices.size, 'slice')}: ${parts.join(', ')}.`
}

function bySlice(comparisons: readonly Comparison[]): Map<string, Comparison[]> {
  const slices = new Map<string, Comparison[]>()
  for (const comparison of comparisons) {
    if (comparison.slice === undefined) continue
    const key = JSON.stringify([comparison.evaluation, comparison.slice])
    slices.set(key, [...(slices.get(key) ?? []), comparison])
  }
  return slices
}
