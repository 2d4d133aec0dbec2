import { canonicalJson } from '../../src/record/canonical-json.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { Runner } from '../../src/runner/runner.ts'
import { profileTable } from '../../src/tables/profile/profile.ts'
import type { Oddities, World } from '../registry/world.ts'
import { tablesForTests } from '../tables/engine-for-tests.ts'
import type { Place } from './drift-run.ts'

const workflow = '.github/workflows/model.yml'

/** The record of a training on this table: its profile, and which bytes it was. */
export async function trainedOn(train: string): Promise<Oddities> {
  const { engine, open } = await tablesForTests()
  const profile = await profileTable(engine, await open(train))
  engine.close()
  const identity = { kind: 'content' as const, value: sha256(train) }
  return {
    profile: canonicalJson(profile),
    train: { tables: [{ name: 'train', path: 'train.csv', role: 'train', identity }] },
  }
}

/** Registers a model and puts it into production; the version. */
export async function inProduction(world: World, weights: string, oddities: Oddities): Promise<string> {
  const sha = await world.commit({ [workflow]: 'on: workflow_dispatch\n' })
  const run = await world.run(sha, { run: { workflow } })
  await run.judged(weights, oddities)
  const { record } = await run.launch('register-model')
  if (record.verdict !== 'registered') throw new Error(`not registered: ${record.reason}`)
  await world.registry.moveAlias('churn', 'production', record.version!)
  return record.version!
}

/** Where a later, scheduled run checks. */
export async function scheduled(world: World, changes: Partial<Runner> = {}): Promise<Place> {
  const { runner, ports } = await world.run(await world.commit(), {
    run: { event: 'schedule' },
    trigger: { event: 'schedule' },
  })
  return { ...ports, runner: { ...runner, ...changes } }
}
