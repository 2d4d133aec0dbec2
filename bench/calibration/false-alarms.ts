import type { Meaning } from '../../src/metrics/interpret/interpret.ts'
import { judged } from './judged.ts'
import { type Dependence, type Simulation, simulate } from './simulated.ts'

export interface FalseAlarms {
  readonly runs: number
  /** verdicts that blocked a model as good as its baselines */
  readonly blocked: number
}

const rulesOf = {
  binary: ['accuracy', 'f1', 'roc_auc', 'log_loss'],
  regression: ['mae', 'rmse', 'r2'],
} as const

const columns: Readonly<Record<Dependence, Meaning['dependence']>> = {
  none: undefined,
  patients: { group: 'patient' },
  time: { time: 'at' },
}

/**
 * How often a verdict over several metrics, two baselines and five slices blocks a model of the same worth. Nothing is
 * allowed, so that every significant fall blocks: the strictest rules there are.
 * @param told whether the gate is told how rows depend on each other
 */
export function falseAlarms(
  of: Pick<Simulation, 'task' | 'rows' | 'ease'> & {
    readonly dependence: Dependence
    readonly told: boolean
  },
  runs: number,
): FalseAlarms {
  const { task, rows, dependence, told } = of
  const metrics = rulesOf[task]
  const meaning = {
    task,
    ...(task === 'binary' && { positive: '1' }),
    ...(told && columns[dependence] && { dependence: columns[dependence] }),
  }
  const rules = Object.fromEntries(metrics.map((metric) => [metric, { max_worsening: 0 }]))
  const slices = { columns: ['region'], rules: { [metrics[0]]: { max_worsening: 0 } } }
  let blocked = 0
  for (let run = 0; run < runs; run++) {
    const seed = `false alarms ${JSON.stringify([task, rows, of.ease ?? 1, dependence])} ${run}`
    const [candidate, ...baselines] = simulate({ ...of, noise: [0.7, 0.7, 0.7], seed })
    if (judged(candidate!, baselines, meaning, rules, slices).some(({ zone }) => zone === 'worse')) blocked++
  }
  return { runs, blocked }
}
