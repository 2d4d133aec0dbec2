import type { Baseline } from '../../record/baseline.ts'
import type { Comparison } from '../../record/comparison.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { Direction } from '../../record/gate-terms.ts'

/** A baseline's column; baselines that are the same model with the same values share one. */
export interface DiffColumn {
  readonly names: readonly string[]
}

export interface DiffCell {
  readonly value?: number
  /** candidate minus baseline */
  readonly change?: number
  readonly better?: boolean
  /** where the true change lies, as bounds of it: of the comparison with this baseline, where there was a test */
  readonly interval?: readonly [low: number, high: number]
}

/** One metric of one evaluation: the candidate beside its baselines. */
export interface DiffRow {
  readonly metric: string
  readonly evaluation: string
  readonly candidate?: number
  readonly direction?: Direction
  /** one for each column */
  readonly cells: readonly DiffCell[]
  /** of this metric on this evaluation; empty where no rule names it */
  readonly comparisons: readonly Comparison[]
}

export interface MetricDiff {
  readonly columns: readonly DiffColumn[]
  /** metrics with a rule first, in the order of the rules */
  readonly rows: readonly DiffRow[]
  readonly severalEvaluations: boolean
}

/** The metric diff of a gate record, every metric that either side has. */
export function metricDiff(record: EvaluateGateRecord): MetricDiff {
  const evaluations = evaluationsOf(record)
  const columns = columnsOf(record.baselines ?? [])
  const rows = evaluations.flatMap(({ name, metrics, ruledAlone }) => {
    const comparisons = (record.comparisons ?? []).filter(
      ({ evaluation, slice, by }) => evaluation === name && slice === undefined && by === undefined,
    )
    const byMetric = grouped(comparisons)
    const ruled = new Set(byMetric.keys())
    const rest = ruledAlone ? [] : Object.keys(metrics).filter((metric) => !ruled.has(metric))
    return [...ruled, ...rest].map((metric) =>
      rowOf(metric, name, metrics, columns, record, byMetric.get(metric) ?? []),
    )
  })
  return {
    columns: columns.map(({ names }) => ({ names })),
    rows: [
      ...rows.filter(({ comparisons }) => comparisons.length > 0),
      ...rows.filter(({ comparisons }) => comparisons.length === 0),
    ],
    severalEvaluations: evaluations.length > 1,
  }
}

function grouped(comparisons: readonly Comparison[]): Map<string, Comparison[]> {
  const groups = new Map<string, Comparison[]>()
  for (const comparison of comparisons) {
    const group = groups.get(comparison.metric)
    if (group) group.push(comparison)
    else groups.set(comparison.metric, [comparison])
  }
  return groups
}

interface Judged {
  readonly name: string
  readonly metrics: Readonly<Record<string, number>>
  /** of its metrics only those with a rule are of interest */
  readonly ruledAlone?: boolean
}

/** Those of the candidate, its test sets of before, and those that only a baseline was judged on. */
function evaluationsOf({
  evaluations = [],
  old_test_sets = [],
  comparisons = [],
}: EvaluateGateRecord): Judged[] {
  const old = old_test_sets.flatMap(({ name, metrics }) =>
    metrics ? [{ name, metrics, ruledAlone: true }] : [],
  )
  const judged = new Set([...evaluations, ...old].map(({ name }) => name))
  const dropped = new Set(comparisons.map(({ evaluation }) => evaluation).filter((name) => !judged.has(name)))
  return [...evaluations, ...old, ...Array.from(dropped, (name) => ({ name, metrics: {} }))]
}

interface Column extends DiffColumn {
  readonly baselines: readonly Baseline[]
}

function columnsOf(baselines: readonly Baseline[]): Column[] {
  const columns = new Map<string, Baseline[]>()
  for (const baseline of baselines) {
    if (baseline.outcome !== 'found') continue
    const { name, model_digest, evaluations, old_test_sets } = baseline
    const key = JSON.stringify([model_digest ?? name, evaluations, old_test_sets])
    columns.set(key, [...(columns.get(key) ?? []), baseline])
  }
  return Array.from(columns.values(), (same) => ({
    names: [...new Set(same.map(({ name }) => name))],
    baselines: same,
  }))
}

function rowOf(
  metric: string,
  evaluation: string,
  metrics: Readonly<Record<string, number>>,
  columns: readonly Column[],
  { directions = {} }: EvaluateGateRecord,
  /** of this metric */
  comparisons: readonly Comparison[],
): DiffRow {
  const candidate = own(metrics, metric) ?? mostNewErrors(comparisons)
  const direction = own(directions, metric)
  return {
    metric,
    evaluation,
    ...(candidate !== undefined && { candidate }),
    ...(direction !== undefined && { direction }),
    cells: columns.map(({ baselines }) => ({
      ...cellOf(baselines[0]!, metric, evaluation, candidate, direction),
      ...intervalOf(baselines, comparisons),
    })),
    comparisons,
  }
}

/** Rows are counted against each baseline; the metric diff shows the most. */
function mostNewErrors(comparisons: readonly Comparison[]): number | undefined {
  const counts = comparisons.flatMap(({ rule, candidate_value: count }) =>
    rule === 'max_new_errors' && count !== undefined ? [count] : [],
  )
  return counts.length === 0 ? undefined : Math.max(...counts)
}

function cellOf(
  baseline: Baseline,
  metric: string,
  evaluation: string,
  candidate?: number,
  direction?: Direction,
): DiffCell {
  const sides = [...(baseline.evaluations ?? []), ...(baseline.old_test_sets ?? [])]
  const side = sides.find(({ name }) => name === evaluation)
  const value = side && own(side.metrics, metric)
  if (value === undefined || candidate === undefined) return value === undefined ? {} : { value }
  const change = candidate - value
  const better = direction && change !== 0 ? change > 0 === (direction === 'higher') : undefined
  return { value, change, ...(better !== undefined && { better }) }
}

/** Of the rules that ask for the change itself. */
function intervalOf(
  baselines: readonly Baseline[],
  comparisons: readonly Comparison[],
): Pick<DiffCell, 'interval'> {
  const names = new Set(baselines.map(({ name }) => name))
  const tested = comparisons.find(
    ({ rule, baseline, interval }) =>
      relative.has(rule) && baseline && names.has(baseline.name) && interval !== undefined,
  )
  return tested ? { interval: tested.interval! } : {}
}

const relative: ReadonlySet<Comparison['rule']> = new Set([
  'max_worsening',
  'max_worsening_ratio',
  'must_improve',
])

const own = <T>(values: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined
