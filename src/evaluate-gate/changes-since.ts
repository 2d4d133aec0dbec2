import { join } from 'node:path'
import { AssayError } from '../errors.ts'
import { asStage, readBundle } from '../record/bundle.ts'
import type { TrainRecord } from '../record/train.ts'
import type { Trust } from '../trust/trust.ts'
import type { ChangesSince } from './context.ts'
import type { BaselineSource } from './find-baselines.ts'
import type { BaselineRequest } from './request.ts'
import { trainingChanges } from './training-changes.ts'

/** What else changed since each baseline that was found in a record and whose training's record can be had. */
export async function changesSince(
  candidate: TrainRecord,
  sources: ReadonlyMap<BaselineRequest, BaselineSource>,
  trust: Pick<Trust, 'trainOf'>,
): Promise<ChangesSince[]> {
  const all: ChangesSince[] = []
  for (const [request, source] of sources) {
    const before = await trainingOf(source, trust)
    if (!before) continue
    const { model_digest: modelDigest } = source.gate.record
    all.push({
      baseline: request.name,
      ...(modelDigest && { modelDigest }),
      changes: trainingChanges(before, candidate),
    })
  }
  return all
}

/** For people only: what cannot be had is not told, and decides nothing. */
async function trainingOf(
  { gate, version }: BaselineSource,
  trust: Pick<Trust, 'trainOf'>,
): Promise<TrainRecord | undefined> {
  try {
    if (version === undefined) return (await trust.trainOf(gate))?.record
    const link = gate.record.built_on.find(({ kind, name }) => kind === 'record' && name === 'train')
    return link && asStage(await readBundle(join(gate.folder, '..', 'train'), link.digest), 'train').record
  } catch (error) {
    if (error instanceof AssayError) return undefined
    throw error
  }
}
