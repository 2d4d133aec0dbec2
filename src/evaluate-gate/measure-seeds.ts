import { AssayError } from '../errors.ts'
import { metricsOf } from '../metrics/catalogue.ts'
import { computeMetrics } from '../metrics/compute.ts'
import { interpret } from '../metrics/interpret.ts'
import { rowsDiffer } from '../metrics/pair-rows.ts'
import type { NamedFile } from '../metrics/prediction-tables.ts'
import { meanOf, welchDifference } from '../stats/welch.ts'
import { type CandidateSide, readMeant } from './measure-candidate.ts'
import type { MeasuredBaseline, SeedComparison } from './measured.ts'
import { memberOf } from './member-of.ts'
import type { PredictionsReader } from './predictions-reader.ts'
import type { JudgeRequest } from './request.ts'
import { alpha } from './zones.ts'

/** Values by metric, one a seed; only those that every seed has. */
export type OfSeeds = Readonly<Record<string, readonly number[]>>

/**
 * The ruled metrics of the models of several seeds, on the very rows that the candidate is judged on.
 * @returns a clause that says why not, where a seed's predictions are of other rows or cannot be read
 */
export async function measureSeeds(
  files: readonly NamedFile[],
  side: CandidateSide,
  asked: JudgeRequest,
  reader: PredictionsReader,
): Promise<OfSeeds | string> {
  const { rows: own, meaning, ruled } = side
  if (!own || !meaning) return 'the candidate has no predictions'
  if (files.length < 2) return 'its training kept predictions of no two seeds'
  const seeds: Readonly<Record<string, number>>[] = []
  for (const predictions of files) {
    try {
      const { rows } = await readMeant({ ...side.request, predictions }, reader, { own: asked.own })
      const differing = rowsDiffer(own, rows)
      if (differing !== undefined) return `${predictions.label}: ${differing}`
      seeds.push(
        computeMetrics(interpret(rows, meaning, predictions.label), metricsOf(meaning.task, [...ruled]))
          .metrics,
      )
    } catch (error) {
      if (!(error instanceof AssayError) || error.kind === 'outside') throw error
      return error.message
    }
  }
  const shared = ruled
    .map(({ name }) => name)
    .filter((name) => seeds.every((one) => Object.hasOwn(one, name)))
  return Object.fromEntries(shared.map((name) => [name, seeds.map((one) => one[name]!)]))
}

/** The baseline with the comparison of means over seeds, by metric, on the evaluation that the predictions are of. */
export function withSeeds(
  baseline: MeasuredBaseline,
  evaluation: string,
  candidate: OfSeeds,
  theirs: OfSeeds,
): MeasuredBaseline {
  const compared = Object.entries(candidate).flatMap(([metric, values]) => {
    const others = memberOf(theirs, metric)
    return others === undefined ? [] : [[metric, comparisonOf(values, others)] as const]
  })
  return {
    ...baseline,
    evaluations: baseline.evaluations.map((one) =>
      one.comparable && one.name === evaluation ? { ...one, seeds: Object.fromEntries(compared) } : one,
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
