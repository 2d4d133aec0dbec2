import { join } from 'node:path'
import { newestGates } from '../feedback/gate-artifacts.ts'
import type { Forge } from '../forge/forge.ts'
import type { WorkflowRun } from '../forge/workflows.ts'
import { artifactName } from '../record/artifact-name.ts'
import { asStage, type ReadRecord, readBundle } from '../record/bundle.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import type { Log } from '../runner/log.ts'

/** A gate's record with what was kept beside it, or the name of an artifact that is none. */
export type KeptGate = ReadRecord<EvaluateGateRecord> | { readonly unreadable: string }

/** Bounds on what a stranger's run may have this job read. */
const most = { gates: 50, bytes: 256 * 2 ** 20 }

/**
 * The newest gate of each model and matrix job of a run. Whoever wrote them is not believed: sizes are bounded, archives
 * whose paths leave their folder are refused, and each record must be of the run and the artifact that it was found in.
 */
export async function keptGates(
  run: WorkflowRun,
  { workflows }: Pick<Forge, 'workflows'>,
  temp: string,
  log: Pick<Log, 'warning'>,
): Promise<KeptGate[]> {
  const artifacts = newestGates(await workflows.artifacts(run.id), run.attempt)
  if (artifacts.length > most.gates)
    log.warning(`Run ${run.id} has ${artifacts.length} gates; the first ${most.gates} are judged again.`)
  const gates: KeptGate[] = artifacts.slice(most.gates).map(({ name }) => ({ unreadable: name }))
  for (const [i, artifact] of artifacts.slice(0, most.gates).entries()) {
    try {
      const folder = join(temp, `gate-${i}`)
      await workflows.downloadArtifact(artifact, folder, most.bytes)
      const read = asStage(await readBundle(folder), 'evaluate-gate')
      const { record } = read
      const isIt =
        record.run.id === run.id && artifactName(record.name, 'evaluate-gate', record.run) === artifact.name
      gates.push(isIt ? read : { unreadable: artifact.name })
    } catch (error) {
      log.warning(`The artifact ${artifact.name} is not posted: ${(error as Error).message}`)
      gates.push({ unreadable: artifact.name })
    }
  }
  return gates
}
