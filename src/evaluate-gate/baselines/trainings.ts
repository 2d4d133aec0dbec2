import { join } from 'node:path'
import { AssayError } from '../../errors.ts'
import { asStage, type ReadRecord, readBundle } from '../../record/bundle.ts'
import type { TrainRecord } from '../../record/train.ts'
import type { Trust } from '../../trust/trust.ts'
import type { BaselineRequest, SeedFile, TrainedRows } from '../request.ts'
import type { BaselineSource } from './find-baselines.ts'

/** How the models of baselines were trained, as far as their records can be had. */
export type Trainings = ReadonlyMap<BaselineRequest, ReadRecord<TrainRecord>>

/** The train record that each baseline's gate was built on. */
export async function trainingsOf(
  sources: ReadonlyMap<BaselineRequest, BaselineSource>,
  trust: Pick<Trust, 'trainOf'>,
): Promise<Trainings> {
  const found = new Map<BaselineRequest, ReadRecord<TrainRecord>>()
  for (const [request, source] of sources) {
    const training = await trainingOf(source, trust)
    if (training) found.set(request, training)
  }
  return found
}

/** What cannot be had is not known; it makes no verdict better. */
async function trainingOf(
  { gate, version }: BaselineSource,
  trust: Pick<Trust, 'trainOf'>,
): Promise<ReadRecord<TrainRecord> | undefined> {
  try {
    if (version === undefined) return await trust.trainOf(gate)
    const link = gate.record.built_on.find(({ kind, name }) => kind === 'record' && name === 'train')
    return link && asStage(await readBundle(join(gate.folder, '..', 'train'), link.digest), 'train')
  } catch (error) {
    if (error instanceof AssayError) return undefined
    throw error
  }
}

/** Predictions of the models of its seeds for an evaluation's test set, those alone that its record vouches for. */
export function seedPredictionsOf(
  { record, folder }: Pick<ReadRecord<TrainRecord>, 'record' | 'folder'>,
  evaluation: string,
  of: string,
): SeedFile[] {
  const ships = record.shipped?.seed ?? record.seeds?.[0]
  const kept = new Set(record.evidence?.map(({ path }) => path))
  return (record.seed_predictions ?? [])
    .filter((one) => one.evaluation === evaluation && kept.has(one.evidence))
    .map(({ seed, evidence }) => ({
      path: join(folder, evidence),
      label: `the predictions of seed ${seed} of ${of}`,
      ships: seed === ships,
    }))
}

/** Files with the hashes of the rows that a model was trained on, those alone that its record vouches for. */
export function trainedRowsOf({
  record,
  folder,
}: Pick<ReadRecord<TrainRecord>, 'record' | 'folder'>): TrainedRows[] {
  const kept = new Set(record.evidence?.map(({ path }) => path))
  return (record.trained_rows ?? []).flatMap(({ evidence, columns }) =>
    kept.has(evidence) ? { file: join(folder, evidence), columns } : [],
  )
}
