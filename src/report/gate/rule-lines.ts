import type { Comparison } from '../../record/comparison.ts'
import type { Zone } from '../../record/gate-terms.ts'
import { betterBy } from './better-by.ts'
import { ruleText } from './rule-text.ts'
import { type Tone, zoneWords } from './zone-words.ts'

/** A rule of a metric and its outcome. */
export interface RuleLine {
  readonly rule: string
  readonly tone: Tone
  /** what came of it */
  readonly words: string
  /** with which baselines; empty where all agree, or none is compared with */
  readonly baselines: readonly string[]
}

/** The rules of one metric, a line an outcome: what all baselines agree in is said once. */
export function ruleLines(comparisons: readonly Comparison[]): RuleLine[] {
  const rules = new Map<string, Map<string, Outcome>>()
  for (const comparison of comparisons) {
    const rule = ruleText(comparison)
    const outcomes = rules.get(rule) ?? new Map<string, Outcome>()
    const { tone, words } = outcomeWords(comparison)
    const names = outcomes.get(words)?.names ?? []
    const { baseline } = comparison
    outcomes.set(words, { tone, names: baseline ? [...names, baseline.name] : names })
    rules.set(rule, outcomes)
  }
  return [...rules].flatMap(([rule, outcomes]) =>
    Array.from(outcomes, ([words, { tone, names }]) => ({
      rule,
      tone,
      words,
      baselines: outcomes.size > 1 ? [...new Set(names)] : [],
    })),
  )
}

interface Outcome {
  readonly tone: Tone
  readonly names: readonly string[]
}

/** A zone says what cannot be ruled out; of a metric that rose, people expect to read first that it did. */
function outcomeWords(comparison: Comparison): { tone: Tone; words: string } {
  const { rule, zone, direction, waiver } = comparison
  if (waiver !== undefined) return { tone: 'unsure', words: `${zoneWords[zone].words}, waived` }
  if (rule === 'better_than_naive' && isHeld(zone)) return besideNaive(zone)
  if (rule === 'must_improve' && improvementWords[zone] !== undefined) return improvementWords[zone]
  if (zone === 'beyond' && (rule === 'min' || rule === 'max'))
    return { tone: 'unsure', words: 'out of bounds, perhaps by chance' }
  if (zone === 'no-worse' && isSurelyWorse(comparison)) return zoneWords.within
  return zone === 'within' && direction !== undefined && (betterBy(comparison) ?? 0) > 0
    ? { tone: 'good', words: 'better' }
    : zoneWords[zone]
}

/** Worse by less than the rule allows, and not by chance: nobody would call that no worse. */
const isSurelyWorse = ({ interval, direction }: Comparison): boolean =>
  interval?.every((change) => (betterBy({ change, ...(direction && { direction }) }) ?? 0) < 0) ?? false

const notBetterEnough = { tone: 'bad', words: 'not better enough' } as const

const improvementWords: Partial<Record<Zone, { tone: Tone; words: string }>> = {
  'below-bound': notBetterEnough,
  'no-worse': { tone: 'good', words: 'better' },
}

/** What could not be judged is not better than anything. */
const isHeld = (zone: Zone) => !['undefined', 'not-comparable', 'not-judged'].includes(zone)

function besideNaive(zone: Zone): { tone: Tone; words: string } {
  if (zone === 'below-bound') return notBetterEnough
  return zone === 'beyond'
    ? { tone: 'unsure', words: 'better, perhaps by chance' }
    : { tone: 'good', words: 'better' }
}

/** What was found, with the other baselines against which just the same was found. */
export interface FindingLine {
  readonly comparison: Comparison
  readonly alsoAgainst: readonly string[]
}

/** Findings, those of baselines that are the same model told once, and once that a metric has no value. */
export function findingLines(comparisons: readonly Comparison[]): FindingLine[] {
  const lines = new Map<string, Comparison[]>()
  for (const comparison of comparisons) {
    const { explanation, baseline, ...found } = comparison
    const valueless = comparison.zone === 'undefined'
    const key = JSON.stringify(
      valueless ? [found.metric, explanation] : [found, baseline?.model_digest ?? baseline?.name],
    )
    lines.set(key, [...(lines.get(key) ?? []), comparison])
  }
  return Array.from(lines.values(), ([comparison, ...others]) => ({
    comparison: comparison!,
    alsoAgainst:
      comparison!.zone === 'undefined' ? [] : others.flatMap(({ baseline }) => baseline?.name ?? []),
  }))
}
