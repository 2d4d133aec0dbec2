import { AssayError } from '../../errors.ts'
import { rowsDiffer } from '../../metrics/pair-rows.ts'
import type { Evaluation } from '../../record/evaluation.ts'
import { memberOf } from '../../rules/member-of.ts'
import { modelBytes } from '../../rules/model-bytes.ts'
import { columnsOfOwn } from '../../rules/ruled-metrics.ts'
import { comparedRows, type Side } from '../measure/compare-stored.ts'
import type { CandidateSide } from '../measure/measure-candidate.ts'
import { onUnseenRows } from '../measure/on-unseen-rows.ts'
import type { Overlap } from '../measure/overlap.ts'
import type { PredictionsReader } from '../measure/predictions-reader.ts'
import { joinReported, readMetricsFile } from '../measure/reported-metrics.ts'
import type { JudgeRequest, RerunOrder } from '../request.ts'

export interface Rerunning {
  readonly asked: JudgeRequest
  readonly reader: PredictionsReader
  /** test rows that the baseline was trained on, by evaluation */
  readonly overlaps: Readonly<Record<string, Overlap>>
  /** the candidate on the test sets that this baseline was judged on, by the evaluation that they were of */
  readonly old?: readonly { readonly of: string; readonly side: CandidateSide }[]
}

/**
 * A baseline by what its own code wrote for the candidate's test set. Whether that code ended well is not known here:
 * the outcome of its command decides afterwards.
 * @param recorded what the baseline had on its own test set
 */
export async function measureRerun(
  { files, why }: RerunOrder,
  side: CandidateSide,
  recorded: Evaluation,
  rerunning: Rerunning,
): Promise<Side> {
  const not = (reason: string): Side => ({
    name: recorded.name,
    comparable: false,
    reason: `its model cannot be evaluated again: ${reason}`,
    had: Object.keys(recorded.metrics),
    again: true,
  })
  if (!files) return not(why ?? 'it is not known how')
  try {
    return await measured(files, side, recorded, rerunning, not)
  } catch (error) {
    if (error instanceof AssayError && error.kind !== 'outside') return not(error.message)
    throw error
  }
}

async function measured(
  files: NonNullable<RerunOrder['files']>,
  side: CandidateSide,
  recorded: Evaluation,
  { asked, reader, overlaps }: Rerunning,
  not: (reason: string) => Side,
): Promise<Side> {
  const { config, truth } = side.request
  const file = files.metrics && (await readMetricsFile(files.metrics))
  const label = files.metrics?.label ?? ''
  if (!side.rows) {
    if (!file) return not('its evaluation writes no metrics file')
    const { metrics, undefined: none } = joinReported(undefined, file, asked, label)
    return withLost({ metrics, undefined: none, rows: 0 }, recorded)
  }
  if (!files.predictions) return not('its evaluation writes no predictions')
  const rows = await reader.read({
    predictions: files.predictions,
    evaluation: { ...config, columns: files.columns },
    values: columnsOfOwn(asked.own),
    attributesWhereKnown: Object.keys(side.rows.attributes ?? {}),
    ...(truth && { truth }),
  })
  const differing = rowsDiffer(side.rows, rows)
  if (differing !== undefined) return not(differing)
  const unseen = { overlap: memberOf(overlaps, recorded.name), maxShare: asked.maxOverlap }
  const compared = onUnseenRows(rows, { ...side, rows: side.rows }, unseen, comparedRows)
  if (typeof compared === 'string') return not(compared)
  const joined = joinReported(
    { metrics: compared.metrics, undefined: compared.undefined },
    file,
    asked,
    label,
  )
  return withLost({ ...compared, metrics: joined.metrics, undefined: joined.undefined }, recorded)
}

/** What it had before and has not any more is not the same as never to have had it. */
function withLost(
  found: Pick<Extract<Side, { comparable: true }>, 'rows'> & {
    readonly metrics: Readonly<Record<string, number>>
    readonly undefined: readonly { readonly metric: string; readonly reason: string }[]
  },
  recorded: Evaluation,
): Side {
  // The model is the same, and so is its size.
  const size = memberOf(recorded.metrics, modelBytes)
  const metrics = { ...found.metrics, ...(size !== undefined && { [modelBytes]: size }) }
  const known = new Set([...Object.keys(metrics), ...found.undefined.map(({ metric }) => metric)])
  const lost = Object.keys(recorded.metrics).filter((metric) => !known.has(metric))
  return {
    ...found,
    name: recorded.name,
    comparable: true,
    metrics,
    undefined: [
      ...found.undefined,
      ...lost.map((metric) => ({ metric, reason: 'evaluated again it has none' })),
    ],
    sameTestSet: true,
    again: true,
  }
}
