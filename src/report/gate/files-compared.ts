import type { Comparison } from '../../record/comparison.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'

/** What to do where a model was compared with a file that is not what its own file is, or not of the same rows. */
export function stepsOfFiles(record: EvaluateGateRecord, deciding: readonly Comparison[]): string[] {
  const ofFiles = deciding.filter(({ baseline }) => baseline?.name.startsWith('file:') === true)
  const lost = ofFiles.filter((comparison) => isOfOtherFile(record, comparison))
  const [unlike, others] = [true, false].map((is) => lost.filter((one) => isReported(record, one) === is))
  const values = ofFiles.filter((one) => one.zone === 'worse' && isOfValues(record, one))
  return [
    ...(unlike!.length > 0
      ? [
          `Give both sides as the same kind of file: of this model there is a metrics file, and ${labels(unlike!)} ${holdsOf(unlike!)} predictions. Give this model's own predictions (evaluate.predictions, --predictions), or as the baseline a metrics file of the earlier model.`,
        ]
      : []),
    ...(others!.length > 0
      ? ['Compare files of one test set: the same rows, under the same ids and with the same labels in both.']
      : []),
    ...(values.length > 0
      ? [
          `Give the predictions of the earlier model as the baseline, if you have them: ${labels(values)} ${holdsOf(values)} values alone, and only rows can tell a loss from chance.`,
        ]
      : []),
  ]
}

/** A file whose rows are not those of this model; of one that is compared in its values it is something else that lacks. */
const isOfOtherFile = (
  { baselines = [] }: EvaluateGateRecord,
  { zone, baseline, evaluation }: Comparison,
): boolean =>
  zone === 'not-comparable' &&
  !baselines.some(
    ({ name, evaluations = [] }) =>
      name === baseline?.name && evaluations.some((one) => one.name === evaluation),
  )

/** Whether all that is known of this model there are the values of a metrics file. */
const isReported = ({ evaluations = [] }: EvaluateGateRecord, { evaluation }: Comparison): boolean =>
  evaluations.find(({ name }) => name === evaluation)?.task === 'aggregate'

/** Whether the values of a metrics file stand beside what was computed from rows. */
const isOfValues = (record: EvaluateGateRecord, comparison: Comparison): boolean =>
  comparison.method === 'estimate' &&
  !isReported(record, comparison) &&
  /\.(json|ya?ml|toml)$/i.test(comparison.baseline?.name ?? '')

const filesOf = (comparisons: readonly Comparison[]) => [
  ...new Set(comparisons.flatMap(({ baseline }) => baseline?.name.slice('file:'.length) ?? [])),
]

const labels = (comparisons: readonly Comparison[]) => filesOf(comparisons).join(', ')

const holdsOf = (comparisons: readonly Comparison[]) => (filesOf(comparisons).length === 1 ? 'holds' : 'hold')
