import { families } from '../../metrics/catalogue/families.ts'
import { catalogue, metricNamed } from '../../metrics/catalogue.ts'
import type { Metric } from '../../metrics/metric.ts'
import { code, table } from './markdown-table.ts'

const words: Readonly<Record<string, string>> = {
  accuracy: 'share of rows predicted right',
  balanced_accuracy: 'mean recall over the classes',
  precision: 'share of the rows predicted positive that are',
  recall: 'share of the positive rows that are predicted so',
  f1: 'harmonic mean of precision and recall',
  roc_auc: 'area under the ROC curve',
  roc_auc_ovr: 'the same, each class against the rest, averaged',
  roc_auc_ovo: 'the same, each class against each other, averaged',
  average_precision: 'area under the precision-recall curve; with several classes their mean',
  log_loss: 'mean negative log-likelihood, in nats',
  brier: 'mean squared distance of the probabilities from the truth: 0 to 1, with several classes 0 to 2',
  mcc: "Matthews' correlation coefficient, -1 to 1",
  cohen_kappa: "Cohen's kappa: agreement beyond chance",
  mae: "mean absolute error, in the label's unit",
  mse: "mean squared error, in the label's unit squared",
  rmse: "root of the mean squared error, in the label's unit",
  r2: 'coefficient of determination',
  ece: 'expected calibration error over 15 bins of equal width: binary rows by the probability of the positive class, others by that of the most probable one',
  roc_auc_ovr_weighted: 'roc_auc_ovr, the classes weighted with their rows',
  roc_auc_ovo_weighted: 'roc_auc_ovo, the pairs weighted with their rows',
  smape: 'symmetric mean absolute percentage error, as a fraction: 0 to 2',
  ndcg: 'normalised discounted cumulative gain of each query, averaged; the gain is the label, rows of equal score share theirs',
  map: 'average precision of each query, averaged',
  mrr: '1 / rank of the first relevant row of each query, averaged',
  'ndcg@<k>': 'ndcg of the first k rows of each query (`ndcg@10`)',
  'map@<k>': 'map of the first k rows, of as many relevant ones as there could be among them',
  'mrr@<k>': 'mrr, 0 where no relevant row is among the first k',
  'hit_rate@<k>': 'share of queries with a relevant row among the first k',
  'precision@<k>': 'share of the first k rows of each query that are relevant, averaged',
  'recall@<k>': 'share of the relevant rows of each query that are among the first k, averaged',
  'f<beta>': 'F-beta: recall counts beta times as much as precision (`f2`, `f0.5`)',
  'top_<k>_accuracy': 'share of rows whose class has one of the k highest scores (`top_2_accuracy`)',
  'ece_<bins>': 'ece over another number of bins (`ece_10`)',
  'pinball_<alpha>': "mean pinball loss of the predicted quantile, in the label's unit (`pinball_0.9`)",
  '<metric>[<class>]':
    'of one class against the rest (`recall[Adelie]`): precision, recall, F-beta, roc_auc (compared by DeLong), average_precision (by the bootstrap)',
  mape: 'mean absolute percentage error, as a fraction (0.1 is 10 %)',
  median_ae: "median absolute error, in the label's unit",
  max_error: "largest absolute error, in the label's unit",
  explained_variance: 'as r2, but a constant offset does not count',
}

const averages: Readonly<Record<string, string>> = {
  macro: 'mean over the classes',
  micro: 'over all rows at once (the accuracy)',
  weighted: "mean over the classes, weighted by the classes' rows",
}

/** How two models' values on the same rows are tested. */
const tests: Readonly<Record<Metric['method'], string>> = {
  'tango+mcnemar': "Tango's score interval, McNemar's exact test",
  multinomial: 'bootstrap of the joint confusion table, exchange of predictions',
  delong: 'DeLong',
  student: "Student's t over the rows' differences, corrected for skewness",
  bootstrap: 'paired bootstrap of the rows',
  jackknife: 'jackknife over parts of the rows, exchange of predictions',
  estimate: 'by value alone',
}

/** The metrics that are computed from predictions, with the tasks that have them. */
export function metricTable(): string {
  return table(
    ['metric', 'better', 'binary', 'multiclass', 'regression', 'ranking', 'reads', 'compared', 'what it is'],
    [...catalogue, ...inFamilies()].map((metric) => [
      code(metric.name),
      metric.direction,
      ...(['binary', 'multiclass', 'regression', 'ranking'] as const).map((task) =>
        metric.tasks.includes(task) ? 'yes' : '',
      ),
      metric.needs === 'predicted' ? code('prediction') : metric.tasks.map(scoreOf).join(', '),
      tests[metric.method],
      wordsOf(metric),
    ]),
  )
}

/** One of each family, under the family's name. */
const inFamilies = () =>
  families.map(({ form, example }): Metric => ({ ...metricNamed(example)!, name: form }))

const scoreOf = (task: Metric['tasks'][number]) => code(task === 'multiclass' ? 'scores' : 'score')

/** @throws RangeError for a metric without words: a new one needs some */
function wordsOf({ name }: Metric): string {
  const [, base = '', average = ''] = /^(.*)_(macro|micro|weighted)$/.exec(name) ?? []
  const text = words[name] ?? (Object.hasOwn(words, base) ? `${code(base)}, ${averages[average]}` : undefined)
  if (text === undefined) throw new RangeError(`the metric ${name} has no description`)
  return text
}
