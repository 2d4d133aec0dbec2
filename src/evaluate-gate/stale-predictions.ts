import type { Config } from '../config/schema.ts'
import type { Digest } from '../record/digest.ts'
import type { MissingBaseline } from './context.ts'
import { baselineName } from './explain.ts'
import type { MeasuredBaseline } from './measured.ts'

/**
 * One sentence for each evaluation whose predictions are those of another model, byte for byte, where no command of
 * the evaluation made them: the file may lie there from before. It may be right, too: a small change can predict the same.
 */
export function stalePredictions(
  { evaluations }: Pick<Config, 'evaluations'>,
  model: Digest | undefined,
  baselines: readonly (MeasuredBaseline | MissingBaseline)[],
): string[] {
  return Object.entries(evaluations).flatMap(([name, { run, predictions }]) => {
    if (run !== undefined || model === undefined) return []
    const equal = baselines.filter(
      (baseline) =>
        !('outcome' in baseline) &&
        baseline.model_digest !== undefined &&
        baseline.model_digest !== model &&
        baseline.evaluations.some((side) => side.name === name && side.comparable && side.samePredictions),
    )
    if (equal.length === 0) return []
    const whose = equal.map((baseline) => baselineName({ baseline: { name: baseline.name } })).join(' and ')
    return [
      `${predictions} holds exactly what ${whose} predicted, though this model is another: see that it was made by this one (there is no evaluate.run that makes it).`,
    ]
  })
}
