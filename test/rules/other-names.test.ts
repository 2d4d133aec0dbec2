import { expect, it } from 'vitest'
import { nameHere } from '../../src/rules/other-names.ts'

it.each([
  ['auc', 'roc_auc'],
  ['AUC', 'roc_auc'],
  ['acc', 'accuracy'],
  ['auprc', 'average_precision'],
  ['f1_score', 'f1'],
  ['roc_auc_score', 'roc_auc'],
  ['neg_log_loss', 'log_loss'],
  ['neg_mean_absolute_error', 'mae'],
  ['root_mean_squared_error', 'rmse'],
  ['brier_score_loss', 'brier'],
  ['hinge_loss', undefined],
  ['auc_neg_score', undefined],
  ['f1_score_class', undefined],
  ['roc_auc', undefined],
  ['constructor', undefined],
])('a metric that is called %s elsewhere is %s here', (name, here) => {
  expect(nameHere(name)).toBe(here)
})
