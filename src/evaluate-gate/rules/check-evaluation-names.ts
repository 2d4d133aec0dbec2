import { placeIn } from '../../config/place-in.ts'
import type { Project } from '../../config/project.ts'
import { didYouMean } from '../../config/suggest.ts'
import { configurationError } from '../../errors.ts'
import { metricNamed } from '../../metrics/catalogue.ts'
import { list } from '../../rules/misnamed-metrics.ts'
import type { NamedRule } from '../../rules/named-rules.ts'

/** `accuracy@holdout` is held against one evaluation, which there must be, and which must be judged. */
export function checkEvaluationNames(project: Project, named: readonly NamedRule[]): void {
  const { config, policy } = project
  const judged = Object.entries(config.evaluations).flatMap(([name, one]) => (one.judged ? [name] : []))
  for (const { name, metric, evaluation } of named) {
    // The base had no such evaluation, and meant a value that is called so as a whole.
    if (evaluation !== undefined && policy.added?.includes(evaluation) && metricNamed(metric) === undefined)
      throw configurationError(
        'evaluation-takes-rule',
        `this change brings an evaluation ${evaluation}, which would take the rule on ${name} for its own`,
        { hint: 'Give it another name.', ...placeIn(project, `evaluations.${evaluation}`) },
      )
    const [, base = '', asked = ''] = /^(.+)@([^@]+)$/.exec(metric) ?? []
    const isMisnamed = base !== '' && metricNamed(metric) === undefined && metricNamed(base) !== undefined
    if (isMisnamed && !Object.hasOwn(config.metrics, metric))
      throw configurationError(
        'unknown-evaluation',
        `gate.rules.${name} names the evaluation ${JSON.stringify(asked)}, which there is not${didYouMean(asked, judged)}`,
        { hint: `Name one of ${list(judged)}.`, ...placeIn(project, `gate.rules.${name}`) },
      )
    if (evaluation !== undefined && !judged.includes(evaluation))
      throw configurationError(
        'rule-of-unjudged',
        `gate.rules.${name} is a rule on the evaluation ${evaluation}, which has judged: false`,
        {
          hint: `Take judged: false out of evaluations.${evaluation}, or name another evaluation.`,
          ...placeIn(project, `gate.rules.${name}`),
        },
      )
  }
}
