import type { Project } from '../../config/project.ts'
import { grouped } from '../../report/number.ts'
import { memberOf } from '../../rules/member-of.ts'
import type { Measured } from '../measured.ts'

/**
 * What is believed of a run because nothing that it kept can prove it, a phrase each.
 * @param unknown evaluations whose labels no accepted run has
 */
export function takenAsRecorded(
  { config }: Pick<Project, 'config'>,
  { evaluations, seeds }: Pick<Measured, 'evaluations' | 'seeds'>,
  unknown: readonly string[],
): string[] {
  const reported = [...new Set(evaluations.flatMap((evaluation) => evaluation.reported ?? []))]
  // Only where labels come from a table can a gate tell which of its rows were trained on.
  const seen = evaluations.filter(({ name }) => memberOf(config.evaluations, name)?.truth !== undefined)
  const groups = new Set(evaluations.flatMap(({ fairness = [] }) => fairness.map(({ by }) => by)))
  return [
    ...(unknown.length > 0 ? [`the rows and labels of ${unknown.join(', ')}`] : []),
    ...(groups.size > 0 ? [`who belongs to which group by ${[...groups].join(', ')}`] : []),
    ...(reported.length > 0 ? [`the values of ${reported.join(', ')}`] : []),
    ...(config.gate.seeds && typeof seeds === 'object' ? ['the predictions of its seeds'] : []),
    ...seen.map(({ name, trained_on: trained }) =>
      trained === undefined
        ? `whether its training saw rows of ${name}, of which it says nothing`
        : `how many rows of ${name} its training saw (${grouped(trained)})`,
    ),
  ]
}
