import { expect, it } from 'vitest'
import { lackingScore } from '../../../src/evaluate-gate/measure/lacking-score.ts'

const said = (task: string | undefined, ruled: readonly string[], header?: readonly string[]) =>
  lackingScore(
    {
      request: { predictions: { label: 'p.csv' } },
      ...(task && { meaning: { task } }),
      rows: { rows: 1, labels: ['a'], ...(header && { header }) },
    } as never,
    { ruled, own: { cost: { mean: 'cost', direction: 'lower' } } },
  )
const header = ['id', 'label', 'p\u001b[2K']

it('where a rule needs a score and there is none, the columns are told that could be named', () => {
  expect(said('binary', ['accuracy', 'roc_auc', 'cost'], header)).toBe(
    'p.csv has no score, which roc_auc needs: name what holds it as evaluate.columns.score. The columns are "id", "label", "p [2K".',
  )
  expect(said('multiclass', ['log_loss', 'top_2_accuracy'], header)).toMatch(
    /^p\.csv has no scores, which log_loss, top_2_accuracy need: name what holds them as evaluate\.columns\.scores\. /,
  )
})

it('nothing is lacking where no rule needs one, there is one, or the task has none', () => {
  expect(said('binary', ['accuracy', 'f1', 'cost', 'unknown'], header)).toBeUndefined()
  expect(said('binary', ['roc_auc'])).toBeUndefined()
  expect(said('regression', ['roc_auc', 'rmse'], header)).toBeUndefined()
  expect(said('ranking', ['ndcg@10', 'roc_auc'], header)).toBeUndefined()
  expect(said(undefined, ['roc_auc'], header)).toBeUndefined()
  expect(said('multiclass', ['top_2_accuracy', 'brier'], header)).toContain('top_2_accuracy')
})
