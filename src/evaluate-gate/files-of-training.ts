import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileKey } from '../config/files-as-they-are.ts'
import type { Config } from '../config/schema.ts'
import { inputError } from '../errors.ts'
import type { NamedFile } from '../metrics/read/prediction-tables.ts'
import type { ReadRecord } from '../record/bundle.ts'
import { type Digest, sha256OfFile } from '../record/digest.ts'
import type { TrainRecord } from '../record/train.ts'
import { visible } from '../report/visible.ts'
import type { Log } from '../runner/log.ts'
import type { EvaluationRequest } from './request.ts'

/** What the training of the judged model wrote by the name of a file that is judged. */
export interface WrittenFile {
  readonly digest: Digest
  /** where it is kept; absent: it was too large */
  readonly kept?: string
}

/**
 * Ties the files that are judged as they are to the training of the model that is judged: what lies in the tree may be
 * of another seed, or of another training.
 * @throws AssayError input `predictions-unknown`: nobody knows which model a file is of
 */
export function withFilesOfTraining(
  requests: readonly EvaluationRequest[],
  { evaluations }: Pick<Config, 'evaluations'>,
  training: Pick<ReadRecord<TrainRecord>, 'record' | 'folder'> | undefined,
): EvaluationRequest[] {
  if (training === undefined) return [...requests]
  return requests.map((request) => {
    if (evaluations[request.name]?.run !== undefined) return request
    const predictions = request.predictions && writtenAs(request.predictions, training)
    const metrics = request.metrics && writtenAs(request.metrics, training)
    return predictions || metrics
      ? { ...request, written: { ...(predictions && { predictions }), ...(metrics && { metrics }) } }
      : request
  })
}

/** A file of the tree that is to be what the training of the judged model wrote there. */
export interface FileToLay extends NamedFile, WrittenFile {}

/**
 * The metrics file that training and the command of an evaluation both may write: what lies there before that command is
 * to be of the model that is judged.
 * @throws AssayError input `predictions-unknown`
 */
export function filesToLay(
  requests: readonly EvaluationRequest[],
  { evaluations, train }: Pick<Config, 'evaluations' | 'train'>,
  training: Pick<ReadRecord<TrainRecord>, 'record' | 'folder'> | undefined,
): FileToLay[] {
  if (training === undefined) return []
  const shared = requests.find(
    ({ name, metrics }) => evaluations[name]?.run !== undefined && metrics?.label === train.metrics,
  )
  const written = shared?.metrics && writtenAs(shared.metrics, training)
  return shared?.metrics && written ? [{ ...shared.metrics, ...written }] : []
}

function writtenAs(
  { label }: NamedFile,
  { record, folder }: Pick<ReadRecord<TrainRecord>, 'record' | 'folder'>,
): WrittenFile | undefined {
  const found = record.judged_files?.find(({ file }) => file === fileKey(label))
  if (!found) {
    const why = whyUnknown(record)
    if (why === undefined) return undefined
    throw inputError(
      'predictions-unknown',
      `it is not known whether ${label} is of the model that is judged: ${why}, and its training has not kept that file`,
      {
        hint: 'Name the file in modelassay.yml (evaluate.predictions), so that training keeps what it writes there; or set evaluate.run, a command that evaluates the model; or train anew with skip_unchanged: false and one seed.',
        file: label,
      },
    )
  }
  const { written, digest, evidence } = found
  if (!written || digest === undefined) return undefined
  const kept = record.evidence?.some((one) => one.path === evidence && one.digest === digest)
  return { digest, ...(kept && evidence !== undefined && { kept: join(folder, evidence) }) }
}

/** Why the last files that a command wrote need not be of the model that counts; undefined where they are. */
function whyUnknown({ verdict, reused_from, shipped, built_on }: TrainRecord): string | undefined {
  if (verdict === 'reused') return `the model was taken from ${visible(reused_from ?? 'an earlier training')}`
  if (built_on.some(({ kind, name }) => kind === 'record' && name.startsWith('train-seed-')))
    return 'its seeds were trained in other jobs'
  return shipped && `the model is that of seed ${shipped.seed}, chosen among several`
}

/**
 * The request with the files that the training wrote: the one in the tree where it is that very file, else the one that
 * was kept.
 * @throws AssayError input `predictions-lost`: it is another one, and the training's was not kept
 */
export async function settleFiles(
  request: EvaluationRequest,
  log: Pick<Log, 'info'>,
): Promise<EvaluationRequest> {
  const { written, ...rest } = request
  const settled = async (kind: 'predictions' | 'metrics') => {
    const file = request[kind]
    return file && { [kind]: await settledFile(file, written?.[kind], log) }
  }
  return { ...rest, ...(await settled('predictions')), ...(await settled('metrics')) }
}

/**
 * Lays out in the tree what the training of the judged model wrote, where something else is there.
 * @throws AssayError input `predictions-lost`
 */
export async function layFile({ path, label, ...written }: FileToLay, log: Pick<Log, 'info'>): Promise<void> {
  const settled = await settledFile({ path, label }, written, log)
  if (settled.path !== path) await copyFile(settled.path, path)
}

async function settledFile(
  file: NamedFile,
  written: WrittenFile | undefined,
  log: Pick<Log, 'info'>,
): Promise<NamedFile> {
  if (written === undefined) return file
  const there = await sha256OfFile(file.path).catch(() => undefined)
  if (there === written.digest) return file
  const what = there === undefined ? 'is not there' : 'is not what the training of this model wrote'
  if (written.kept === undefined)
    throw inputError('predictions-lost', `${file.label} ${what}, and was too large to be kept`, {
      hint: 'Set evaluate.run, a command that evaluates the model; or train anew with skip_unchanged: false.',
      file: file.label,
    })
  // Commands of the user's ran since the record was read.
  if ((await sha256OfFile(written.kept).catch(() => undefined)) !== written.digest)
    throw inputError('predictions-lost', `${file.label} ${what}, and what it kept of it was changed since`, {
      hint: 'Let no command write into the folders of records, and run this again.',
      file: file.label,
    })
  log.info(`${file.label} ${what}: what that training kept of it is judged.`)
  return { ...file, path: written.kept }
}
