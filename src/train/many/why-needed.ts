import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AssayError } from '../../errors.ts'
import { becauseText } from '../../report/change-text.ts'
import type { Ports } from '../../stage/stage.ts'
import type { Build } from '../../trust/build-index.ts'
import { changedIngredients } from '../explain/changed-ingredients.ts'
import { ingredientsOf, readIngredients } from '../explain/ingredients.ts'
import type { Model } from './look-at-model.ts'

/** What changed since a model was built, from what its training kept; nothing that is kept is believed for more. */
export async function whyNeeded(
  { looked }: Pick<Model, 'looked'>,
  { run_id, artifact, from }: Build,
  { runner, trust }: Pick<Ports, 'runner' | 'trust'>,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const plain = `What decides its result has changed since ${from}.`
  const folder = join(runner.temp, `built-${randomUUID()}`)
  try {
    const bundles = trust.bundlesOf(run_id)
    const bundle = (await bundles.ofThisRun()).find(
      ({ name, runId }) => name === artifact && runId === run_id,
    )
    if (!bundle || !looked) return plain
    await bundles.fetch(bundle, folder)
    const before = await readIngredients(folder)
    if (!before) return plain
    // The machine that trains is not here: it is taken to be what it was.
    const nowhere = { platform: { os: '', arch: '' }, interpreters: {} }
    const now = ingredientsOf(looked.sources, nowhere, looked.params, environment)
    const after = { ...now, machine: before.machine }
    const changes = changedIngredients(before, after)
    return changes.length === 0 ? plain : becauseText('Needed', { since: from, changes })
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return plain
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
