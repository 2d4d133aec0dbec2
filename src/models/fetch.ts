import { rm } from 'node:fs/promises'
import { inputError, outsideError } from '../errors.ts'
import type { ModelRef } from '../record/refs.ts'
import type { Bundles } from '../runner/runner.ts'
import { modelDigest } from './digest.ts'
import { modelArtifact, modelBundles } from './store.ts'

/**
 * Fetches a model into a folder, whose earlier content goes, and checks that it is the one that the reference means.
 * Otherwise the folder does not stay.
 * @param bundles of the run that keeps the model: `runner.bundles`, or `trust.bundlesOf(run)` for an accepted run
 * @throws AssayError `model-elsewhere`, `artifact-lost`, `model-digest`
 */
export async function fetchModel(
  ref: ModelRef,
  bundles: Pick<Bundles, 'ofThisRun' | 'fetch'>,
  into: string,
): Promise<void> {
  const artifact = modelArtifact(ref)
  const named = await modelBundles(ref, bundles)
  if (!artifact || !named)
    throw inputError(
      'model-elsewhere',
      `the model is kept at ${ref.store.uri}, which cannot be fetched from yet`,
      {
        hint: 'Let train keep the model as an artifact.',
      },
    )
  if (named.length === 0)
    throw outsideError(
      'artifact-lost',
      `the model's artifact ${artifact.name} of run ${artifact.runId} is gone`,
      {
        hint: 'Train the model again: artifacts expire, registered versions do not.',
      },
    )
  for (const bundle of named) {
    await rm(into, { recursive: true, force: true })
    await bundles.fetch(bundle, into)
    if ((await modelDigest(into)).digest === ref.digest) return
    // Another artifact of the same name may hold the right bytes.
    await rm(into, { recursive: true, force: true })
  }
  throw inputError('model-digest', `the artifact ${artifact.name} does not hold the model ${ref.digest}`, {
    hint: 'Its bytes were changed after training. Train again, and find out which job wrote the other ones.',
  })
}

/**
 * Holds a folder to the model that a reference means.
 * @throws AssayError `model-missing`, `model-empty`, `special-file`, `model-digest`
 */
export async function demandModel({ digest }: Pick<ModelRef, 'digest'>, folder: string): Promise<void> {
  if ((await modelDigest(folder)).digest === digest) return
  throw inputError('model-digest', `${folder} does not hold the model ${digest}`, {
    hint: 'Its bytes were changed after they were fetched. Run the job again, and find out what else runs in it.',
  })
}
