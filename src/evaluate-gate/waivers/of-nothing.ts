import type { Config } from '../../config/schema.ts'
import { didYouMean } from '../../config/suggest.ts'
import { rulesByMetric } from '../../rules/named-rules.ts'

/**
 * One sentence for each waiver of modelassay.yml that no rule can need, because nothing is called so: it would be
 * believed to hold until the day that it is needed.
 */
export function waiversOfNothing(
  config: Pick<Config, 'evaluations' | 'metrics' | 'gate' | 'waivers'>,
): string[] {
  const { gate, evaluations } = config
  const ruled = [
    ...Object.keys(rulesByMetric(config)),
    ...Object.keys(gate.slices?.rules ?? {}),
    ...Object.keys(gate.fairness?.rules ?? {}),
    ...(gate.new_errors ? ['new_errors'] : []),
  ]
  return config.waivers.flatMap(({ metric, evaluation }) => {
    if (!ruled.includes(metric))
      return [
        `The waiver of ${metric} in modelassay.yml is of no use: the gate has no rule on it${end(didYouMean(metric, ruled))}`,
      ]
    return evaluation === undefined || Object.hasOwn(evaluations, evaluation)
      ? []
      : [
          `The waiver of ${metric} in modelassay.yml is of no use: there is no evaluation ${evaluation}${end(didYouMean(evaluation, Object.keys(evaluations)))}`,
        ]
  })
}

const end = (question: string) => (question === '' ? '.' : question)
