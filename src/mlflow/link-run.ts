import { AssayError } from '../errors.ts'
import { visible } from '../report/visible.ts'
import type { Log } from '../runner/log.ts'
import { defaultStores, openStore, type Tracking } from './open-store.ts'
import { isRunId } from './store.ts'

/** What identifies a run of MLflow; a training record keeps it. */
export interface RunLink {
  readonly run_id: string
  readonly tracking_uri: string
  /** what the run must have been told before, so that it is no other one; absent: nothing */
  readonly bears?: Partial<Told>
}

/** What a run is told of this pipeline, as tags `modelassay.<name>`. */
export type Told = Readonly<
  Record<'commit' | 'fingerprint' | 'model' | 'run' | 'verdict', string | undefined>
>

/**
 * Writes the tags of runs, where the configuration or the environment says that they are: an address in a record may be
 * anybody's. Nothing hangs on it: what cannot be written is a warning.
 */
export async function linkRuns(
  runs: readonly RunLink[],
  told: Partial<Told>,
  tracking: Tracking,
  log: Log,
): Promise<void> {
  for (const { run_id: id, tracking_uri, bears = {} } of runs)
    try {
      const uri = tracking.uri ?? defaultStores.find((one) => one === tracking_uri)
      if (uri === undefined || !isRunId(id)) continue
      const store = openStore(uri, tracking)
      const wanted = Object.entries(tagsOf(bears))
      const there = wanted.length === 0 ? {} : await store.tagsOf({ id })
      const other = wanted.find(([name, value]) => there[name] !== value)
      if (other) throw new Error(`its tag ${other[0]} is not ${other[1]}`)
      await store.tag({ id }, tagsOf(told))
    } catch (error) {
      const hint = error instanceof AssayError ? ` ${error.hint}` : ''
      log.warning(visible(`The MLflow run ${id} was not tagged: ${(error as Error).message}.${hint}`, 1000))
    }
}

const tagsOf = (told: Partial<Told>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(told).flatMap(([name, value]) =>
      value === undefined ? [] : [[`modelassay.${name}`, value]],
    ),
  )
