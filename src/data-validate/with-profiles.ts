import type { Workbench } from '../stage/workbench.ts'
import type { Engine } from '../tables/engine/engine.ts'
import { lookedTable } from '../tables/plain/looked-table.ts'
import type { ReadTable } from './check-request.ts'
import { keepProfile } from './keep-profile.ts'
import type { ProvenTable } from './without-engine.ts'

/** Keeps what tables look like that have been shown to keep their contracts. */
export async function withProfiles(
  engine: Engine,
  proven: readonly ProvenTable[],
  { evidence, log }: Pick<Workbench, 'evidence' | 'log'>,
): Promise<ReadTable[]> {
  const profiled: ReadTable[] = []
  for (const { checked, table, loaded } of proven) {
    const { result, ...rest } = checked
    const around = { evidence, log }
    const profile = await keepProfile(engine, checked.name, await lookedTable(engine, table), loaded, around)
    profiled.push({ ...rest, ...(profile && { profile }), result })
  }
  return profiled
}
