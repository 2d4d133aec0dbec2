import { rm } from 'node:fs/promises'
import { inputError, outsideError } from '../errors.ts'
import type { ModelRef } from '../record/refs.ts'
import type { Bundles } from '../runner/runner.ts'
import { modelDigest } from './digest.ts'
import { modelArtifact } from './store.ts'

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
  if (!artifact)
    throw inputError(
      'model-elsewhere',
      `the model is kept at ${ref.store.uri}, which cannot be fetched from yet`,
      {
        hint: 'Let train keep the model as an artifact.',
      },
    )
  const named = (await bundles.ofThisRun())
    .filter(({ name, runId, expired }) => name === artifact.name && runId === artifact.runId && !expired)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
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
