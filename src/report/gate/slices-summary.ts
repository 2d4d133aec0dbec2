import type { Comparison } from '../../record/comparison.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import { everySlice } from '../../record/gate-terms.ts'
import { counted } from '../number.ts'
import { toneOf } from './zone-words.ts'

/** What came of the slices of the test sets, in a sentence; nothing where there are none. */
export function slicesSummary({ comparisons = [] }: EvaluateGateRecord): string | undefined {
  const slices = bySlice(comparisons)
  if (slices.size === 0) return undefined
  const outcomes = Array.from(slices.values(), outcomeOf)
  const parts = outcomeNames.flatMap((name) => {
    const count = outcomes.filter((outcome) => outcome === name).length
    return count > 0 ? `${count} ${name}` : []
  })
  return `${counted(slices.size, 'slice')}: ${parts.join(', ')}.`
}

const outcomeNames = [
  'outside of the rules',
  'perhaps outside',
  'waived',
  'with nothing to compare with',
  'inside',
  'not judged',
] as const

function outcomeOf(slice: readonly Comparison[]): (typeof outcomeNames)[number] {
  if (slice.some((comparison) => toneOf(comparison) === 'bad')) return 'outside of the rules'
  if (slice.some(({ zone }) => zone === 'beyond')) return 'perhaps outside'
  if (slice.some(({ waiver }) => waiver !== undefined)) return 'waived'
  if (slice.some(({ zone }) => zone === 'no-baseline')) return 'with nothing to compare with'
  return slice.every(({ zone }) => zone === 'not-judged') ? 'not judged' : 'inside'
}

function bySlice(comparisons: readonly Comparison[]): Map<string, Comparison[]> {
  const slices = new Map<string, Comparison[]>()
  for (const comparison of comparisons) {
    if (comparison.slice === undefined || comparison.slice === everySlice) continue
    const key = JSON.stringify([comparison.evaluation, comparison.slice])
    slices.set(key, [...(slices.get(key) ?? []), comparison])
  }
  return slices
}
