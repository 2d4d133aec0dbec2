import { metricNamed } from '../../src/metrics/catalogue.ts'
import { computeMetrics } from '../../src/metrics/compute.ts'
import { interpret, type Meaning } from '../../src/metrics/interpret/interpret.ts'
import { judged } from './judged.ts'
import { type Simulation, simulate } from './simulated.ts'

export interface Power {
  readonly runs: number
  /** verdicts that blocked */
  readonly blocked: number
  /** the true worsening of the candidate, which is what `smallest_blocked` says on average */
  readonly drop: number
}

const usual = 0.7

/**
 * How often a model is blocked that is truly worse by the `smallest_blocked` that its own comparisons name.
 * @param large rows, and sets of so many, that tell how much worse it truly is
 */
export function power(
  metric: string,
  { task, rows }: Pick<Simulation, 'task' | 'rows'>,
  allowed: number,
  runs: number,
  large = { rows: 250_000, sets: 3 },
): Power {
  const meaning: Omit<Meaning, 'classes'> = { task, ...(task === 'binary' && { positive: '1' }) }
  const { name, direction } = metricNamed(metric)!
  const sign = direction === 'higher' ? 1 : -1
  const rules = { [name]: { max_worsening: allowed } }
  const comparisons = (noise: number, seed: string, count: number) =>
    Array.from({ length: count }, (_, run) => {
      const [candidate, baseline] = simulate({ task, rows, noise: [noise, usual], seed: `${seed} ${run}` })
      return judged(candidate!, [baseline!], meaning, rules)[0]!
    })
  const dropOf = (noise: number, set: number) => {
    const sides = simulate({ task, rows: large.rows, noise: [noise, usual], seed: `power ${metric} ${set}` })
    const [candidate, baseline] = sides.map(
      (side) => computeMetrics(interpret(side, meaning, 'test'), [metricNamed(metric)!]).metrics[name]!,
    )
    return sign * (baseline! - candidate!)
  }
  // Of fewer rows the drop itself would be so uncertain that the share that is blocked moves by five points.
  const trueDrop = (noise: number) => {
    let sum = 0
    for (let set = 0; set < large.sets; set++) sum += dropOf(noise, set)
    return sum / large.sets
  }
  const named = (noise: number) =>
    comparisons(noise, `power ${metric} ${rows} looking`, 40).reduce(
      (sum, { smallest_blocked = 0 }) => sum + smallest_blocked / 40,
      0,
    )
  // More noise makes the model worse, faster than it makes the test blind.
  let low = usual
  let high = usual + 1
  for (let step = 0; step < 10; step++) {
    const middle = (low + high) / 2
    if (trueDrop(middle) < named(middle)) low = middle
    else high = middle
  }
  const noise = (low + high) / 2
  const found = comparisons(noise, `power ${metric} ${rows}`, runs)
  return { runs, blocked: found.filter(({ zone }) => zone === 'worse').length, drop: trueDrop(noise) }
}
