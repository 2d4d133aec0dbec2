import { metricNamed } from '../../src/metrics/catalogue.ts'
import { computeMetrics } from '../../src/metrics/compute.ts'
import { interpret, type Meaning } from '../../src/metrics/interpret/interpret.ts'
import { intervalsOf } from '../../src/metrics/intervals/intervals-of.ts'
import type { PredictionRows } from '../../src/metrics/read/prediction-rows.ts'
import { handedOn, patientRows, type Simulation, simulate } from './simulated.ts'

export interface Coverage {
  readonly metric: string
  readonly runs: number
  /** lower bounds above the true value */
  readonly above: number
  /** upper bounds below it */
  readonly below: number
  readonly truth: number
  /** what an interval rests on: the rows, or those of the class, that tell of the metric; of dependent rows fewer */
  readonly counts: number
}

const manyRows = 250_000
const largeSets = 12
const truths = new Map<string, Record<string, number>>()

/** How often each of the two one-sided 95% bounds of a metric misses the true value. */
export function coverage(
  names: readonly string[],
  of: Pick<Simulation, 'task' | 'rows' | 'ease' | 'dependence'>,
  runs: number,
): Coverage[] {
  const metrics = names.map((name) => metricNamed(name)!)
  const meaning: Omit<Meaning, 'classes'> = {
    task: of.task,
    ...(of.task === 'binary' && { positive: '1' }),
    ...(of.dependence === 'patients' && { dependence: { group: 'patient' } }),
    ...(of.dependence === 'time' && { dependence: { time: 'at' } }),
  }
  const model = (rows: number, seed: string) =>
    interpret(simulate({ ...of, rows, noise: [0.7], seed })[0]!, meaning, 'test')
  // What three million rows tell: a tenth of that would itself lie beside the bounds of ten thousand.
  const key = JSON.stringify([names, of.task, of.ease ?? 1, of.dependence ?? 'none'])
  const truth =
    truths.get(key) ?? meanOf((set) => computeMetrics(model(manyRows, `truth ${set}`), metrics).metrics)
  truths.set(key, truth)
  const missed = new Map(names.map((name) => [name, { above: 0, below: 0, runs: 0 }]))
  for (let run = 0; run < runs; run++) {
    const found = intervalsOf(model(of.rows, `coverage ${run}`), metrics)
    for (const [name, { low, high }] of Object.entries(found)) {
      const count = missed.get(name)!
      count.runs++
      if (low > truth[name]!) count.above++
      if (high < truth[name]!) count.below++
    }
  }
  const rows = effectiveRows(of)
  const large = simulate({ ...of, rows: manyRows, noise: [0.7], seed: 'counts' })[0]!
  return names.map((metric) => ({
    metric,
    truth: truth[metric]!,
    counts: Math.round(rows * shareTold(metric, large)),
    ...missed.get(metric)!,
  }))
}

/** Rows without dependence that would tell as much of a mean: (1 - rho) / (1 + rho) of them where rho leads to the next. */
function effectiveRows({ rows, dependence = 'none' }: Pick<Simulation, 'rows' | 'dependence'>): number {
  return { none: rows, patients: rows / patientRows, time: (rows * (1 - handedOn)) / (1 + handedOn) }[
    dependence
  ]
}

/** Share of the rows by which a metric is made. */
function shareTold(metric: string, { rows, labels, predicted }: PredictionRows): number {
  const share = (of: (row: number) => boolean) =>
    Array.from({ length: rows }, (_, row) => Number(of(row))).reduce((sum, one) => sum + one, 0) / rows
  const positive = (row: number) => labels[row] === '1'
  switch (metric) {
    case 'recall':
      return share(positive)
    case 'precision':
      return share((row) => predicted?.[row] === '1')
    case 'f1':
      return share((row) => positive(row) || predicted?.[row] === '1')
    case 'roc_auc':
    case 'average_precision':
      return Math.min(share(positive), 1 - share(positive))
    default:
      return 1
  }
}

function meanOf(metricsOf: (set: number) => Readonly<Record<string, number>>): Record<string, number> {
  const means: Record<string, number> = {}
  for (let set = 0; set < largeSets; set++)
    for (const [name, value] of Object.entries(metricsOf(set)))
      means[name] = (means[name] ?? 0) + value / largeSets
  return means
}
