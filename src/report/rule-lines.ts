import type { Comparison, Zone } from '../record/evaluate-gate.ts'
import { ruleText } from './rule-text.ts'

/** A rule of a metric and its outcome. */
export interface RuleLine {
  readonly rule: string
  readonly zone: Zone
  /** with which baselines; empty where all agree, or none is compared with */
  readonly baselines: readonly string[]
}

/** The rules of one metric, a line an outcome: what all baselines agree in is said once. */
export function ruleLines(comparisons: readonly Comparison[]): RuleLine[] {
  const rules = new Map<string, Map<Zone, string[]>>()
  for (const comparison of comparisons) {
    const rule = ruleText(comparison)
    const zones = rules.get(rule) ?? new Map<Zone, string[]>()
    const names = zones.get(comparison.zone) ?? []
    zones.set(comparison.zone, [...names, ...(comparison.baseline ? [comparison.baseline.name] : [])])
    rules.set(rule, zones)
  }
  return [...rules].flatMap(([rule, zones]) =>
    Array.from(zones, ([zone, names]) => ({
      rule,
      zone,
      baselines: zones.size > 1 ? [...new Set(names)] : [],
    })),
  )
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
