// One simulation, in a thread of its own: what it is told, and how many times the usual runs, comes with the thread.
import { parentPort, workerData } from 'node:worker_threads'
import { coverage } from './coverage.ts'
import { falseAlarms } from './false-alarms.ts'
import { power } from './power.ts'
import type { AlarmSetting, CoverageSetting, PowerSetting } from './settings.ts'

const simulations = {
  alarms: ({ runs, ...of }: AlarmSetting, times: number) => ({
    ...of,
    ...falseAlarms(of, Math.ceil(runs * times)),
  }),
  power: ({ metric, task, rows, allowed, runs }: PowerSetting, times: number) => ({
    metric,
    allowed,
    rows,
    ...power(metric, { task, rows }, allowed, Math.ceil(runs * times)),
  }),
  coverage: ({ metrics, of, sizes }: CoverageSetting, times: number) =>
    sizes.flatMap(([rows, runs]) =>
      coverage(metrics, { ...of, rows }, Math.ceil(runs * times)).map((found) => ({ ...of, rows, ...found })),
    ),
}

export type Simulations = typeof simulations

const { kind, setting, times } = workerData as { kind: keyof Simulations; setting: never; times: number }
parentPort!.postMessage(simulations[kind](setting, times))
