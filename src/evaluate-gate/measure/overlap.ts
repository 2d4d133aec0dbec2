import { rowHash } from '../../dataset-checks/row-hash.ts'
import type { PredictionRows } from '../../metrics/read/prediction-rows.ts'
import { rowsAt } from '../../metrics/read/rows-at.ts'
import type { Engine } from '../../tables/engine/engine.ts'
import { oneFile } from '../../tables/quote.ts'
import { openLocated } from '../../tables/read.ts'
import type { ComparedEvaluation } from '../measured.ts'
import type { LocatedEvaluation, TrainedRows } from '../request.ts'
import type { CandidateSide } from './measure-candidate.ts'

/** Ids of the test rows that a model was trained on; undefined where that cannot be told. */
export type Overlap = ReadonlySet<string> | undefined

/** An overlap, and where there is something to look at that does not tell it, why not, as a clause. */
export interface FoundOverlap {
  readonly ids: Overlap
  readonly why?: string
}

/**
 * Test rows that a model was trained on: those whose cells but the label are a training row's. Not known where no table
 * with ids says what the test set is, no hashes were kept, or the columns are others.
 */
export async function overlapOf(
  engine: Engine,
  { truth }: Pick<LocatedEvaluation, 'truth'>,
  trained: readonly TrainedRows[] | undefined,
): Promise<FoundOverlap> {
  if (!truth || !trained || trained.length === 0) return { ids: undefined }
  const { writtenAs } = truth
  const table = await openLocated(engine, truth, writtenAs === undefined ? {} : { writtenAs })
  const id = table.columns.find(({ name }) => name === truth.id)
  if (!id) return { ids: undefined }
  const ids = new Set<string>()
  for (const { file, columns } of trained) {
    const hash = rowHash(table, columns)
    if ('lacks' in hash)
      return {
        ids: undefined,
        why: `the training rows have a column ${JSON.stringify(hash.lacks)}, which ${truth.label} lacks`,
      }
    const known = `SELECT h FROM read_parquet(${oneFile(file)})`
    const rows = await engine.rows(
      `SELECT DISTINCT (${id.sql})::VARCHAR AS id FROM ${table.relation} WHERE ${hash.sql} IN (${known})`,
    )
    for (const row of rows) ids.add(String(row.id))
  }
  return { ids }
}

/** The rows that neither side was trained on, by position. */
export function unseenRows(rows: PredictionRows, overlaps: readonly Overlap[]): Uint32Array {
  const seen = (id: string) => overlaps.some((overlap) => overlap?.has(id))
  return Uint32Array.from({ length: rows.rows }, (_, i) => i).filter((i) => !seen(rows.ids?.[i] ?? ''))
}

type Compare = (rows: PredictionRows, side: CandidateSide) => ComparedEvaluation

/**
 * A comparison on some of the rows, with what the candidate has on those.
 * @param at rows that are compared, ascending
 */
export function comparedAt(
  rows: PredictionRows,
  side: CandidateSide & { readonly rows: PredictionRows },
  at: Uint32Array,
  compare: Compare,
): ComparedEvaluation {
  const place = new Map(Array.from(at, (row, i) => [row, i]))
  const part: CandidateSide = {
    ...side,
    rows: rowsAt(side.rows, at),
    ...(side.sliced && {
      sliced: {
        ...side.sliced,
        slices: side.sliced.slices.map((slice) => ({
          ...slice,
          rows: Uint32Array.from([...slice.rows].flatMap((row) => place.get(row) ?? [])),
        })),
      },
    }),
  }
  const compared = compare(rowsAt(rows, at), part)
  const own = compare(part.rows!, part)
  const gone = new Set(own.undefined.map(({ metric }) => metric))
  // What is not computed from rows is the same on any of them.
  const whole = Object.entries(side.evaluation.metrics).filter(([name]) => !gone.has(name))
  return {
    ...compared,
    candidate: {
      rows: at.length,
      metrics: { ...Object.fromEntries(whole), ...own.metrics },
      undefined: own.undefined,
    },
    ...(compared.slices && {
      slices: compared.slices.map((slice, i) => ({
        ...slice,
        candidate: {
          rows: part.sliced!.slices[i]!.rows.length,
          metrics: own.slices![i]!.metrics,
          undefined: own.slices![i]!.undefined,
        },
      })),
    }),
  }
}
