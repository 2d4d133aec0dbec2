import type { Evaluation } from '../../record/evaluation.ts'
import { modelBytes } from '../../rules/model-bytes.ts'
import type { JudgeRequest } from '../request.ts'

/**
 * An evaluation with the size of the model that was trained, where a rule asks for it: a value that later runs compare
 * with theirs. Without a model it has no value, whatever a metrics file says.
 */
export function withModelSize(
  evaluation: Evaluation,
  { ruled, modelSize }: Pick<JudgeRequest, 'ruled' | 'modelSize'>,
): Evaluation {
  if (!ruled.includes(modelBytes)) return evaluation
  const { [modelBytes]: _claimed, ...metrics } = evaluation.metrics
  const others = evaluation.undefined.filter(({ metric }) => metric !== modelBytes)
  const reported = (evaluation.reported ?? []).filter((name) => name !== modelBytes)
  if (modelSize === undefined)
    return {
      ...evaluation,
      metrics,
      undefined: [
        ...others,
        { metric: modelBytes, reason: 'this run has trained no model whose size is known' },
      ],
      ...(evaluation.reported && { reported }),
    }
  return {
    ...evaluation,
    metrics: { ...metrics, [modelBytes]: modelSize },
    undefined: others,
    reported: [...reported, modelBytes].sort(),
  }
}
