import { AssayError } from '../errors.ts'
import type { Forge } from '../forge/forge.ts'
import type { WorkflowRun } from '../forge/workflows.ts'
import { attemptOf } from '../record/artifact-name.ts'
import { asStage, type ReadRecord, readBundle } from '../record/bundle.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import type { TrainRecord } from '../record/train.ts'

/** Bound on what a stranger's run may have this job read of a training. */
const mostBytes = 256 * 2 ** 20

/** The training that a gate names by digest, where the same run kept it. It is as much the run's own word as the gate. */
export async function keptTraining(
  { record, folder }: ReadRecord<EvaluateGateRecord>,
  run: WorkflowRun,
  { workflows }: Pick<Forge, 'workflows'>,
): Promise<ReadRecord<TrainRecord> | undefined> {
  const link = record.built_on.find(({ kind, name }) => kind === 'record' && name === 'train')
  if (!link) return undefined
  const { leg } = record.run
  const attempt = (name: string) =>
    (leg === undefined ? undefined : attemptOf(name, record.name, 'train', leg)) ??
    attemptOf(name, record.name, 'train')
  const found = (await workflows.artifacts(run.id))
    .map((artifact) => ({ artifact, attempt: attempt(artifact.name) ?? 0 }))
    .filter(({ artifact, attempt: of }) => of > 0 && of <= run.attempt && !artifact.expired)
    .sort((a, b) => b.attempt - a.attempt)
  for (const [i, { artifact }] of found.slice(0, 3).entries()) {
    try {
      const into = `${folder}-train-${i}`
      await workflows.downloadArtifact(artifact, into, mostBytes)
      return asStage(await readBundle(into, link.digest), 'train')
    } catch (error) {
      if (!(error instanceof AssayError)) throw error
    }
  }
  return undefined
}
