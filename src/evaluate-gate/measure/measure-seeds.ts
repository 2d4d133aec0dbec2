import { AssayError } from '../../errors.ts'
import { metricsOf } from '../../metrics/catalogue.ts'
import { computeMetrics } from '../../metrics/compute.ts'
import { interpret } from '../../metrics/interpret/interpret.ts'
import { rowsDiffer } from '../../metrics/pair-rows.ts'
import { memberOf } from '../../rules/member-of.ts'
import { meanOf, welchDifference } from '../../stats/welch.ts'
import { alpha } from '../compare/zones.ts'
import type { MeasuredBaseline, SeedComparison } from '../measured.ts'
import type { JudgeRequest, SeedFile } from '../request.ts'
import { type CandidateSide, readMeant } from './measure-candidate.ts'
import type { PredictionsReader } from './predictions-reader.ts'

/** Values by metric, one a seed; only those that every seed has. */
export interface OfSeeds {
  readonly values: Readonly<Record<string, readonly number[]>>
  /** of the seed whose model ships, where its predictions were kept */
  readonly shipped: Readonly<Record<string, number>>
}

/**
 * The ruled metrics of the models of several seeds, on the very rows that the candidate is judged on.
 * @returns a clause that says why not, where a seed's predictions are of other rows or cannot be read
 */
export async function measureSeeds(
  files: readonly SeedFile[],
  side: CandidateSide,
  asked: JudgeRequest,
  reader: PredictionsReader,
): Promise<OfSeeds | string> {
  const { rows: own, meaning, ruled } = side
  if (!own || !meaning) return 'the candidate has no predictions'
  if (files.length < 2) return 'its training kept predictions of no two seeds'
  const seeds: Readonly<Record<string, number>>[] = []
  let shipped: OfSeeds['shipped'] = {}
  for (const predictions of files) {
    try {
      const { rows } = await readMeant({ ...side.request, predictions }, reader, { own: asked.own })
      const differing = rowsDiffer(own, rows)
      if (differing !== undefined) return `${predictions.label}: ${differing}`
      const meant = interpret(rows, meaning, predictions.label)
      const { metrics } = computeMetrics(meant, metricsOf(meaning.task, [...ruled]))
      seeds.push(metrics)
      if (predictions.ships) shipped = metrics
    } catch (error) {
      if (!(error instanceof AssayError) || error.kind === 'outside') throw error
      return error.message.replace(/\.$/, '')
    }
  }
  const shared = ruled
    .map(({ name }) => name)
    .filter((name) => seeds.every((one) => Object.hasOwn(one, name)))
  return { values: Object.fromEntries(shared.map((name) => [name, seeds.map((one) => one[name]!)])), shipped }
}

/** What predictions in fewer digits, or of another library for arithmetic, may differ by: a share of the value. */
const noise = 1e-6

/**
 * Metrics by which the predictions that a training kept are not those of the model that its evaluation judged. A training
 * predicts by code of its own; a model that is served otherwise can be far from what its training saw of it.
 * @param judged what the evaluation came to
 */
export const metricsApart = (
  { values, shipped }: OfSeeds,
  judged: Readonly<Record<string, number>>,
): string[] =>
  Object.keys(values).filter((metric) => {
    const [kept, found] = [memberOf(shipped, metric), memberOf(judged, metric)]
    if (found === undefined) return false
    return kept === undefined || Math.abs(kept - found) > noise * Math.max(Math.abs(kept), Math.abs(found))
  })

/**
 * The baseline with the comparison of means over seeds, by metric, on the evaluation that the predictions are of. What
 * either side kept of another model than it was judged by speaks for nothing: that metric is left to the rows.
 */
export function withSeeds(
  baseline: MeasuredBaseline,
  { evaluation: { name, metrics } }: Pick<CandidateSide, 'evaluation'>,
  candidate: OfSeeds,
  theirs: OfSeeds,
): MeasuredBaseline {
  const ofOther = new Set(metricsApart(candidate, metrics))
  const compared = (judged: Readonly<Record<string, number>>) => {
    const ofOthers = new Set([...ofOther, ...metricsApart(theirs, judged)])
    return Object.entries(candidate.values).flatMap(([metric, values]) => {
      const others = memberOf(theirs.values, metric)
      return others === undefined || ofOthers.has(metric) ? [] : [[metric, comparisonOf(values, others)]]
    })
  }
  return {
    ...baseline,
    evaluations: baseline.evaluations.map((one) =>
      one.comparable && one.name === name
        ? { ...one, seeds: Object.fromEntries(compared(one.metrics)) }
        : one,
    ),
  }
}

function comparisonOf(candidate: readonly number[], baseline: readonly number[]): SeedComparison {
  const tested = welchDifference(candidate, baseline, alpha)
  const [value, before] = [meanOf(candidate), meanOf(baseline)]
  return {
    candidate: value,
    baseline: before,
    seeds: [candidate.length, baseline.length],
    ...(tested && { difference: { ...tested, method: 'welch' } }),
  }
}
