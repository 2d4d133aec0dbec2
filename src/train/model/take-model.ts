import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AssayError, outsideError } from '../../errors.ts'
import { demandModel, fetchModel } from '../../models/fetch.ts'
import { modelBundles } from '../../models/store.ts'
import type { Planned, Ports } from '../../stage/stage.ts'
import type { Candidate, TrainContext } from '../context.ts'
import { keepModel } from './keep-model.ts'

/**
 * Takes a trained model: its bytes are fetched and checked, and kept for this run too, so that they last as long.
 * @throws AssayError of the code with which the model was refused, as an outside one
 */
export async function takeModel(
  { from, runId, model: ref, digest, found, held, folder: beside }: Candidate,
  { project, evidence }: Planned<TrainContext>,
  { runner, trust }: Ports,
) {
  const { name } = project.config
  const folder = join(runner.temp, `modelassay-reused-${digest.slice(7, 19)}`)
  try {
    const fetched =
      held === undefined ? fetchModel(ref, trust.bundlesOf(runId), folder) : demandModel(ref, held)
    await fetched.catch((error: unknown) => {
      if (!(error instanceof AssayError)) throw error
      throw outsideError(
        error.code,
        `the model of ${from}, which nothing has changed since, cannot be had: ${error.message}`,
        {
          hint: 'Train it again: set skip-unchanged to false for this run.',
          cause: error,
        },
      )
    })
    for (const { evidence: file } of [...(found.seed_predictions ?? []), ...(found.judged_files ?? [])])
      if (file !== undefined) await copyFile(join(beside, file), join(evidence, file))
    const kept = runId === runner.run.id && ((await modelBundles(ref, runner.bundles)) ?? []).length > 0
    const model = kept ? ref : await keepModel(name, held ?? folder, ref, runner)
    return {
      ...found,
      verdict: 'reused' as const,
      passes: true,
      reason: `Nothing that decides the result has changed since ${from}: its model was taken.`,
      reused_from: from,
      model_digest: model.digest,
      model,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
