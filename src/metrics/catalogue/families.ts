import { fault } from '../faults.ts'
import type { Metric } from '../metric.ts'
import { againstTheRest } from '../one-class.ts'
import type { Predictions } from '../predictions.ts'
import { undefinedBecause } from '../undefined.ts'
import { fScores, ofDecisions } from './decisions.ts'
import { pinball } from './numbers.ts'
import { cutOff } from './rankings.ts'
import { expectedCalibrationError, ofScores, topShare } from './scores.ts'

/** Metrics whose name holds a number or a class. */
interface Family {
  /** as the documentation writes the name */
  readonly form: string
  /** one that stands for all, to describe them and to suggest */
  readonly example: string
  /** @returns undefined for a name that is none of the family's */
  readonly named: (name: string) => Metric | undefined
}

const decimal = '(\\d{1,3}(?:\\.\\d{1,6})?)'
const whole = '([1-9]\\d{0,3})'

/** A family of names with one number in it, which must be within bounds. */
function numbered(
  form: string,
  example: string,
  pattern: string,
  within: (value: number) => boolean,
  make: (name: string, value: number) => Metric | undefined,
): Family {
  const shape = new RegExp(`^${pattern}$`)
  return {
    form,
    example,
    named: (name) => {
      const value = Number(shape.exec(name)?.[1])
      return within(value) ? make(name, value) : undefined
    },
  }
}

/** Ranking metrics that look at the first rows of a query alone. */
const rankedFamilies = ['ndcg', 'map', 'mrr', 'hit_rate', 'precision', 'recall'].map((base) =>
  numbered(
    `${base}@<k>`,
    `${base}@10`,
    `${base}@${whole}`,
    (k) => k >= 1,
    (name, k) => cutOff(name, base, k),
  ),
)

const numberedFamilies: readonly Family[] = ['', '_macro', '_micro', '_weighted']
  .map((average) =>
    numbered(
      `f<beta>${average}`,
      `f2${average}`,
      `f${decimal}${average}`,
      (beta) => beta > 0,
      (name, beta) => fScores(`f${beta}`, beta).find((score) => score.name === name),
    ),
  )
  .concat([
    numbered('top_<k>_accuracy', 'top_2_accuracy', `top_${whole}_accuracy`, (k) => k >= 1, topShare),
    numbered('ece_<bins>', 'ece_10', `ece_${whole}`, (n) => n >= 2 && n <= 100, expectedCalibrationError),
    ...rankedFamilies,
    numbered('pinball_<alpha>', 'pinball_0.9', `pinball_${decimal}`, (a) => a > 0 && a < 1, pinball),
  ])

/** Binary metrics that say something of one class against the rest. */
const byClass = ['precision', 'recall', 'f1', 'roc_auc', 'average_precision']

const ofOneClass: Family = {
  form: '<metric>[<class>]',
  example: 'recall[Adelie]',
  named(name) {
    const [, base = '', className = ''] = /^([^[]+)\[(.+)\]$/s.exec(name) ?? []
    const metric = byClass.includes(base)
      ? [...ofDecisions, ...ofScores].find((candidate) => candidate.name === base)
      : numberedFamilies[0]!.named(base)
    return metric && oneClass(name, className, metric)
  },
}

export const families: readonly Family[] = [...numberedFamilies, ofOneClass]

/** A metric of one class against all others, in a task of classes. */
function oneClass(name: string, className: string, metric: Metric): Metric {
  const narrowed = (predictions: Predictions) => {
    if (predictions.task === 'regression' || predictions.task === 'ranking')
      throw new RangeError(`a ${predictions.task} task has no ${name}`)
    const found = againstTheRest(className, predictions)
    return found !== undefined && fault(found, metric.needs) === undefined ? found : undefined
  }
  return {
    ...metric,
    name,
    tasks: ['binary', 'multiclass'],
    compute(predictions) {
      const found = narrowed(predictions)
      if (found !== undefined) return metric.compute(found)
      return undefinedBecause(`neither labels nor predictions hold the class ${JSON.stringify(className)}`)
    },
    difference(candidate, baseline, seed) {
      const [one, other] = [narrowed(candidate), narrowed(baseline)]
      return one && other && metric.difference(one, other, seed)
    },
    interval(predictions, seed) {
      const found = narrowed(predictions)
      return found && metric.interval(found, seed)
    },
  }
}
