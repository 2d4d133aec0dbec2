import type { Json } from '../record/canonical-json.ts'
import type { Outcome } from '../stage/work.ts'
import type { TrainContext } from './context.ts'
import type { EnvironmentAnswer } from './environment/environment-request.ts'
import { profileAnswer } from './profile-tables.ts'
import { mlflowOf } from './reported/read-mlflow.ts'
import { reportedAnswer } from './reported/read-reported.ts'

const profiledIn = (outcomes: readonly Outcome[]) =>
  profileAnswer.safeParse(outcomes.find(({ id }) => id === 'profile')?.result).data

/** The hashes of the rows that were trained on, where they were kept. */
export function trainedRows(outcomes: readonly Outcome[]) {
  const { hashes = [] } = profiledIn(outcomes) ?? {}
  return hashes.length > 0 ? { trained_rows: hashes } : {}
}

/** How many rows there were to train on, where the tables could be read. */
export function withRows(tables: EnvironmentAnswer['tables'], outcomes: readonly Outcome[]) {
  const counts: Readonly<Record<string, number>> = profiledIn(outcomes)?.rows ?? {}
  return tables.map((table) => {
    const rows = Object.hasOwn(counts, table.name) ? counts[table.name] : undefined
    return rows === undefined ? table : { ...table, rows }
  })
}

/** How the first seed's command ended, where it ran to an end. */
export const exitCode = (outcomes: readonly Outcome[], { seeds }: TrainContext) => {
  const code = outcomes.find(({ id }) => id === `train-${seeds[0]}`)?.exitCode
  return code === undefined ? {} : { exit_code: code }
}

/** What varies from run to run: how long each seed trained and what that took, and why nothing may be reused. */
export function observedOf(
  outcomes: readonly Outcome[],
  { seeds }: TrainContext,
  notes: readonly string[],
): Record<string, Json | undefined> {
  const runs = seeds.flatMap((seed) => {
    const outcome = outcomes.find(({ id }) => id === `train-${seed}`)
    if (!outcome || outcome.status === 'not-run') return []
    const reported = reportedAnswer.safeParse(outcomes.find(({ id }) => id === `reported-${seed}`)?.result)
    return [
      {
        seed,
        seconds: outcome.seconds,
        ...(outcome.peakMemoryBytes !== undefined && { peak_memory_bytes: outcome.peakMemoryBytes }),
        ...(outcome.cpuSeconds !== undefined && { cpu_seconds: outcome.cpuSeconds }),
        ...(outcome.attempts !== undefined && { attempts: outcome.attempts }),
        ...(reported.success && { metrics: reported.data.metrics }),
      },
    ]
  })
  const peaks = runs.flatMap(({ peak_memory_bytes }) => peak_memory_bytes ?? [])
  const tracked = seeds.flatMap((seed) => {
    const found = mlflowOf(outcomes, seed)
    return found ? [{ seed, ...found.run }] : []
  })
  const unprofiled = profiledIn(outcomes)?.missing ?? []
  return {
    ...(runs.length > 0 && { training_seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0), runs }),
    ...(peaks.length > 0 && { peak_memory_bytes: Math.max(...peaks) }),
    ...(notes.length > 0 && { not_reusable_because: [...notes] }),
    ...(tracked.length > 0 && { mlflow: tracked }),
    ...(unprofiled.length > 0 && { without_profile: unprofiled }),
  }
}
