import { metricNamed } from '../metrics/catalogue.ts'

/** What libraries call metrics that have another name here; in lower case. */
const otherNames: Readonly<Record<string, string>> = {
  acc: 'accuracy',
  auc: 'roc_auc',
  auroc: 'roc_auc',
  ap: 'average_precision',
  auprc: 'average_precision',
  pr_auc: 'average_precision',
  brier_score_loss: 'brier',
  cross_entropy: 'log_loss',
  matthews_corrcoef: 'mcc',
  mean_absolute_error: 'mae',
  mean_absolute_percentage_error: 'mape',
  mean_squared_error: 'mse',
  median_absolute_error: 'median_ae',
  root_mean_squared_error: 'rmse',
  sensitivity: 'recall',
  tpr: 'recall',
  ppv: 'precision',
}

/** The name here of a metric that goes by another elsewhere, as `f1_score` and `neg_log_loss` do in scikit-learn. */
export function nameHere(name: string): string | undefined {
  const plain = name.toLowerCase().replace(/^neg_/, '')
  const other = Object.hasOwn(otherNames, plain) ? [otherNames[plain]!] : []
  return [...other, plain, plain.replace(/_(score|loss)$/, '')].find(
    (found) => found !== name && metricNamed(found) !== undefined,
  )
}
