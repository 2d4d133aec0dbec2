import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../record/canonical-json.ts'
import { type CurvesDocument, curvesFile } from '../../record/curves.ts'
import type { MeasuredBaseline } from '../measured.ts'
import type { CandidateSide } from './measure-candidate.ts'

/** Keeps what the predictions of both sides look like beside the record; nothing where there are none to look at. */
export async function keepCurves(
  evidence: string,
  sides: readonly CandidateSide[],
  baselines: readonly MeasuredBaseline[],
): Promise<void> {
  const evaluations = sides.flatMap(({ request: { name }, curves }) =>
    curves === undefined ? [] : [{ name, candidate: curves, baselines: curvesOn(name, baselines) }],
  )
  if (evaluations.length === 0) return
  const document: CurvesDocument = { schema: 'modelassay/curves/v1', evaluations }
  await writeFile(join(evidence, curvesFile), canonicalJson(document))
}

const curvesOn = (evaluation: string, baselines: readonly MeasuredBaseline[]) =>
  baselines.flatMap(({ name, evaluations }) =>
    evaluations.flatMap((side) =>
      side.name === evaluation && side.comparable && side.curves !== undefined
        ? [{ name, curves: side.curves }]
        : [],
    ),
  )

export const withoutCurves = (baseline: MeasuredBaseline): MeasuredBaseline => ({
  ...baseline,
  evaluations: baseline.evaluations.map((side) => {
    if (!side.comparable) return side
    const { curves: _curves, ...rest } = side
    return rest
  }),
})
