// Simulates what the gate promises of chance, and writes docs/calibration.md: fixed seeds, some ten minutes on two cores.
// A number behind the command takes so many times the runs.
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { inParallel } from '../src/parallel.ts'
import { page } from './calibration/page.ts'
import { alarmSettings, coverageSettings, powerSettings } from './calibration/settings.ts'
import type { Simulations } from './calibration/simulate-one.ts'

const times = Number(process.argv[2] ?? 1)

/** What takes longest comes last in each list, and is begun first. */
const asked = [
  ...alarmSettings.map((setting) => ({ kind: 'alarms', setting }) as const),
  ...powerSettings.map((setting) => ({ kind: 'power', setting }) as const),
  ...coverageSettings.map((setting) => ({ kind: 'coverage', setting }) as const),
].reverse()

const found = await inParallel(asked, availableParallelism(), async ({ kind, setting }) => {
  process.stderr.write(`${kind} ${JSON.stringify(setting)} …\n`)
  const thread = new Worker(new URL('./calibration/simulate-one.ts', import.meta.url), {
    workerData: { kind, setting, times },
  })
  const [result] = await once(thread, 'message')
  return { kind, result }
})

function resultsOf<K extends keyof Simulations>(kind: K): ReturnType<Simulations[K]>[] {
  return found.flatMap((one) => (one.kind === kind ? [one.result] : [])).reverse()
}

writeFileSync(
  fileURLToPath(new URL('../docs/calibration.md', import.meta.url)),
  page(resultsOf('alarms'), resultsOf('power'), resultsOf('coverage').flat(), times),
)
