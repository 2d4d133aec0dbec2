import { placeIn } from '../../config/place-in.ts'
import type { Project } from '../../config/project.ts'
import { configurationError } from '../../errors.ts'
import { metricNamed } from '../../metrics/catalogue.ts'
import { memberOf } from '../../rules/member-of.ts'
import { modelBytes } from '../../rules/model-bytes.ts'
import type { NamedRule } from '../../rules/named-rules.ts'

/** Metrics of the user's own have names of their own, and where a rule asks for one, rows to be made of. */
export function checkOwnMetrics(project: Project, named: readonly NamedRule[]): void {
  const { evaluations, metrics } = project.config
  const areRead = Object.values(evaluations).some(({ predictions }) => predictions !== undefined)
  const taken = Object.keys(metrics).find(
    (own) => own === modelBytes || (areRead && metricNamed(own) !== undefined),
  )
  if (taken !== undefined)
    throw configurationError(
      'metric-name-taken',
      `metrics.${taken}: this name is ${taken === modelBytes ? 'the size of the model' : 'computed from the predictions'}`,
      { hint: 'Give your own metric another name.', ...placeIn(project, `metrics.${taken}`) },
    )
  if (areRead) return
  const rowless = named.find(
    ({ metric }) => memberOf(metrics, metric)?.reported === undefined && Object.hasOwn(metrics, metric),
  )?.metric
  if (rowless !== undefined)
    throw configurationError(
      'metric-without-rows',
      `metrics.${rowless} is made of columns of the predictions, and no evaluation has predictions`,
      {
        hint: 'Set evaluate.predictions, or let the metrics file report the value.',
        ...placeIn(project, `metrics.${rowless}`),
      },
    )
}
