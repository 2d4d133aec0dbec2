import { open, realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import { inputError } from '../../errors.ts'
import { rowsDiffer } from '../../metrics/pair-rows.ts'
import { isOfRows } from '../../metrics/read/prediction-columns.ts'
import type { NamedFile } from '../../metrics/read/prediction-tables.ts'
import { parseCsv } from '../../metrics/reported/csv.ts'
import { begun } from '../../parallel.ts'
import type { BuiltOn } from '../../record/built-on.ts'
import { sha256OfFile } from '../../record/digest.ts'
import { columnsOfOwn } from '../../rules/ruled-metrics.ts'
import type { ComparedEvaluation, IncomparableEvaluation, MeasuredBaseline } from '../measured.ts'
import type { JudgeRequest } from '../request.ts'
import { comparedRows } from './compare-stored.ts'
import type { CandidateSide } from './measure-candidate.ts'
import { measureRecord } from './measure-record.ts'
import { onUnseenRows } from './on-unseen-rows.ts'
import type { PredictionsReader } from './predictions-reader.ts'
import { reportedDifferences } from './reported-interval.ts'
import { joinReported, readMetricsFile } from './reported-metrics.ts'

/**
 * Measures a baseline that is a file: predictions, metrics or a record, told apart by content.
 * @throws AssayError input `baseline-not-found`, `baseline-is-candidate`, `baseline-ambiguous`, and those of its readers
 */
export async function measureFile(
  { name, file }: { readonly name: string; readonly file: NamedFile },
  sides: readonly CandidateSide[],
  asked: JudgeRequest,
  reader: PredictionsReader,
): Promise<{ measured: MeasuredBaseline; readFrom: BuiltOn }> {
  await requireOther(file, asked)
  const kind = await kindOf(file)
  if (kind === 'record')
    return measureRecord(recordOf(name, file), sides, asked.run, { asked, reader, overlaps: {} })
  const judged = sides.filter(({ request }) => request.judged !== false)
  const [side, second] = judged
  if (!side || second)
    throw inputError(
      'baseline-ambiguous',
      `${file.label} holds values of one evaluation, and it is not said of which of ${judged.length}`,
      {
        hint: 'Name a record (record.json), which holds all evaluations.',
        file: file.label,
      },
    )
  const digest = begun(sha256OfFile(file.path))
  const evaluation = await (kind === 'metrics'
    ? ofMetrics(file, side, asked)
    : ofPredictions(file, side, asked, reader))
  return {
    measured: { name, description: `the file ${file.label}`, evaluations: [evaluation] },
    readFrom: { kind: 'file', name: `baseline ${name}`, digest: await digest },
  }
}

function recordOf(name: string, { path, label }: NamedFile) {
  if (basename(path) === 'record.json')
    return { name, folder: dirname(path), description: `the record ${label}` }
  throw inputError('record-unreadable', `${label} is a record outside its folder, without its evidence`, {
    hint: 'Unpack the whole artifact, and name the record.json in it.',
    file: label,
  })
}

async function requireOther({ path, label }: NamedFile, { evaluations }: JudgeRequest): Promise<void> {
  const own = evaluations.flatMap(({ predictions, metrics }) => [predictions?.path, metrics?.path])
  const real = (one: string) => realpath(one).catch(() => resolve(one))
  const candidates = await Promise.all(own.flatMap((one) => (one === undefined ? [] : real(one))))
  if (!candidates.includes(await real(path))) return
  throw inputError(
    'baseline-is-candidate',
    `the baseline ${label} is the candidate's own file: a model cannot be compared with itself`,
    {
      hint: 'Keep a copy of the earlier file under another name, and name that.',
      file: label,
    },
  )
}

const startLength = 64 * 1024

async function kindOf({ path, label }: NamedFile): Promise<'record' | 'metrics' | 'predictions'> {
  const extension = extname(label).toLowerCase()
  const start = await startOf(path, label)
  if (start.startsWith('PAR1')) return 'predictions'
  if (['.json', '.yaml', '.yml', '.toml'].includes(extension)) {
    const isRecord = /"schema"\s*:\s*"modelassay\//.test(start) || /"stage"\s*:\s*"evaluate-gate"/.test(start)
    return basename(label) === 'record.json' || isRecord ? 'record' : 'metrics'
  }
  return extension === '.csv' && looksLikeMetrics(start, label) ? 'metrics' : 'predictions'
}

/** A metrics file in CSV is a header over one row of numbers, or rows of a name and a number. */
function looksLikeMetrics(start: string, label: string): boolean {
  if (start.length >= startLength) return false
  const [header = [], ...rows] = parseCsv(start, label).filter((row) =>
    row.some((cell) => cell.trim() !== ''),
  )
  const names = header.map((cell) => cell.trim().toLowerCase())
  if (names.length === 2 && ['metric', 'name', 'key'].includes(names[0]!)) return true
  return rows.length === 1 && !isOfRows(header)
}

async function startOf(path: string, label: string): Promise<string> {
  const notFound = (cause: unknown) =>
    inputError('baseline-not-found', `There is no file ${label} to compare with.`, {
      hint: 'Check the path of the file: baseline; it is relative to modelassay.yml.',
      file: label,
      cause,
    })
  const found = await stat(path).catch((cause) => {
    throw notFound(cause)
  })
  // Opening a pipe waits for whoever writes into it, and nobody may.
  if (!found.isFile())
    throw inputError('not-a-file', `${label} is no file.`, {
      hint: 'Name a file of predictions or metrics, or a record.json.',
      file: label,
    })
  const file = await open(path, 'r').catch((cause) => {
    throw notFound(cause)
  })
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(startLength), 0, startLength, 0)
    return buffer.subarray(0, bytesRead).toString('utf8')
  } catch (cause) {
    throw notFound(cause)
  } finally {
    await file.close()
  }
}

async function ofMetrics(
  file: NamedFile,
  side: CandidateSide,
  asked: JudgeRequest,
): Promise<ComparedEvaluation> {
  const reported = joinReported(undefined, await readMetricsFile(file), asked, file.label)
  const { metrics, undefined: none } = reported
  return {
    name: side.request.name,
    comparable: true,
    rows: 0,
    metrics: { ...metrics },
    undefined: [...none],
    differences: reportedDifferences(side.evaluation, reported),
    sameTestSet: false,
  }
}

async function ofPredictions(
  file: NamedFile,
  side: CandidateSide,
  { own, maxOverlap }: Pick<JudgeRequest, 'own' | 'maxOverlap'>,
  reader: PredictionsReader,
): Promise<ComparedEvaluation | IncomparableEvaluation> {
  const not = (reason: string) => ({ name: side.request.name, comparable: false as const, reason, had: [] })
  if (!side.rows) return not('it holds predictions, and of this model there are only reported metrics')
  const { config, truth, asked } = side.request
  const rows = await reader.read({
    predictions: file,
    evaluation: config,
    values: columnsOfOwn(own),
    attributesWhereKnown: Object.keys(side.rows.attributes ?? {}),
    ...(truth && { truth }),
    ...(asked && { asked }),
  })
  const differing = rowsDiffer(side.rows, rows)
  if (differing !== undefined) return not(differing)
  const unseen = { overlap: undefined, maxShare: maxOverlap }
  const compared = onUnseenRows(rows, { ...side, rows: side.rows }, unseen, comparedRows)
  return typeof compared === 'string' ? not(compared) : compared
}
