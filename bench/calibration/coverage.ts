import { metricNamed } from '../../src/metrics/catalogue.ts'
import { computeMetrics } from '../../src/metrics/compute.ts'
import { interpret, type Meaning } from '../../src/metrics/interpret.ts'
import { intervalsOf } from '../../src/metrics/intervals/intervals-of.ts'
import { type Simulation, simulate } from './simulated.ts'

export interface Coverage {
  readonly metric: string
  readonly runs: number
  /** lower bounds above the true value */
  readonly above: number
  /** upper bounds below it */
  readonly below: number
  readonly truth: number
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
  return names.map((metric) => ({ metric, truth: truth[metric]!, ...missed.get(metric)! }))
}

function meanOf(metricsOf: (set: number) => Readonly<Record<string, number>>): Record<string, number> {
  const means: Record<string, number> = {}
  for (let set = 0; set < largeSets; set++)
    for (const [name, value] of Object.entries(metricsOf(set)))
      means[name] = (means[name] ?? 0) + value / largeSets
  return means
}
