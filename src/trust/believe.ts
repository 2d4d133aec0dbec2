import type { ReadRecord } from '../record/bundle.ts'
import type { RecordOf } from '../record/record.ts'
import type { StageName } from '../record/stage-name.ts'
import type { EarlierRun } from './history.ts'
import type { Origin, Trusted } from './trust.ts'

/** Makes a record a trusted one. Nothing outside this folder calls it. */
export const believe = <S extends StageName>(read: ReadRecord<RecordOf<S>>, origin: Origin) =>
  ({ ...read, origin }) as unknown as Trusted<S>

/** Why a gate record is not the one that this run's gate wrote and passed, as a clause; undefined when it is. */
export function contradiction(
  { record }: ReadRecord<RecordOf<'evaluate-gate'>>,
  name: string,
  attempt: number,
  run: EarlierRun,
): string | undefined {
  const { run: told } = record
  if (record.name !== name) return `its gate record is of the model ${record.name}`
  if (told.id !== run.id) return `its gate record says that it is of run ${told.id}`
  if (told.attempt !== attempt) return `its gate record says that it is of attempt ${told.attempt}`
  if (told.attempt > run.attempt) return `its gate record is of attempt ${told.attempt}, which there was not`
  if (told.sha !== run.sha) return `its gate record is of commit ${told.sha ?? 'none'}`
  if (told.dirty) return 'its working tree differed from its commit'
  if (!record.passes) return `its gate ended as ${record.verdict}`
  return undefined
}
