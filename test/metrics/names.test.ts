import { describe, expect, test } from 'vitest'
import { families } from '../../src/metrics/catalogue/families.ts'
import { catalogue, metricNamed, metricsOf, namesLike } from '../../src/metrics/catalogue.ts'
import { pairedDifferences } from '../../src/metrics/compare/paired-differences.ts'
import { computeMetrics } from '../../src/metrics/compute.ts'
import { interpret } from '../../src/metrics/interpret/interpret.ts'
import { intervalsOf } from '../../src/metrics/intervals/intervals-of.ts'
import { twoModels } from './two-models.ts'

describe('a metric whose name holds a number or a class', () => {
  test.each([
    ...['f2', 'f0.5', 'f3_macro', 'f0.5_weighted', 'top_2_accuracy', 'ece_2', 'ece_10', 'ece_100'],
    ...['pinball_0.9', 'ndcg@10', 'hit_rate@25'],
  ])('%s is known by that name', (name) => {
    expect(metricNamed(name)?.name).toBe(name)
  })

  test.each(['recall[Adelie]', 'f0.5[a b]', 'roc_auc[x]', 'precision[f1[x]]', 'recall[a]\n[b]'])(
    '%j too, whatever the class is called',
    (name) => {
      expect(metricNamed(name)?.name).toBe(name)
    },
  )

  test.each([
    ...['f0', 'f-1', 'f2.0', 'f02', 'fx', 'f1e9', 'f2_median', 'top_0_accuracy', 'top_2.5_accuracy'],
    ...['ece_1', 'ece_101', 'pinball_0', 'pinball_1', 'pinball_1.5', 'pinball_', 'recall[]', '[Adelie]'],
    ...[
      'accuracy[Adelie]',
      'mae[3]',
      '[recall[a]',
      'recall[a]b',
      'recall_macro[Adelie]',
      'constructor',
      '__proto__[x]',
      'F2',
    ],
  ])('%s is none', (name) => {
    expect(metricNamed(name)).toBeUndefined()
  })

  test('is computed where it is asked for, and only once', () => {
    const asked = ['f2', 'f1', 'accuracy', 'pinball_0.9'].map((name) => metricNamed(name)!)
    const names = metricsOf('binary', asked).map(({ name }) => name)
    expect(names).toEqual([...metricsOf('binary').map(({ name }) => name), 'f2'])
  })

  test('has a name that suggests it', () => {
    expect(namesLike('top_2_acuracy')).toContain('top_2_accuracy')
    expect(namesLike('recal[Adelie]')).toEqual(
      expect.arrayContaining(['recall[Adelie]', 'f2[Adelie]', 'roc_auc[Adelie]']),
    )
    expect(namesLike('recal[Adelie]')).not.toContain('accuracy[Adelie]')
    for (const { example } of families) expect(metricNamed(example)).toBeDefined()
  })
})

describe('of one class', () => {
  const wanted = ['precision[b]', 'recall[b]', 'f1[b]', 'f2[b]', 'roc_auc[b]', 'average_precision[b]']
  const [candidate, baseline] = twoModels('multiclass', 300, 'one class', [2, 0.2])

  test('a model is compared and bounded as a binary one is', () => {
    const metrics = wanted.map((name) => metricNamed(name)!)
    const { metrics: values } = computeMetrics(interpret(candidate, { task: 'multiclass' }, 'test'), metrics)
    const differences = pairedDifferences(candidate, baseline, { task: 'multiclass' }, metrics)
    const intervals = intervalsOf(interpret(candidate, { task: 'multiclass' }, 'test'), metrics)
    expect(Object.keys(values)).toEqual(wanted)
    expect(Object.keys(differences)).toEqual(wanted)
    expect(Object.keys(intervals)).toEqual(wanted)
    expect(differences['recall[b]']!.method).toBe('tango+mcnemar')
    expect(differences['roc_auc[b]']!.method).toBe('delong')
    for (const name of wanted) expect(differences[name]!.pLower, name).toBeLessThan(0.01)
  })

  test('the recall of the negative class is the specificity', () => {
    const rows = {
      rows: 5,
      labels: ['no', 'no', 'no', 'yes', 'yes'],
      predicted: ['no', 'yes', 'no', 'yes', 'no'],
    }
    const predictions = interpret(rows, { task: 'binary', positive: 'yes' }, 'test')
    const asked = ['recall[no]', 'recall[yes]'].map((name) => metricNamed(name)!)
    expect(computeMetrics(predictions, asked).metrics).toEqual({ 'recall[no]': 2 / 3, 'recall[yes]': 0.5 })
  })

  test('that nobody knows it has no value, and says so', () => {
    const asked = [metricNamed('recall[<b>x</b>]')!]
    const found = computeMetrics(interpret(candidate, { task: 'multiclass' }, 'test'), asked)
    expect(found.metrics).toEqual({})
    expect(found.undefined[0]!.reason).toBe('neither labels nor predictions hold the class "<b>x</b>"')
    expect(pairedDifferences(candidate, baseline, { task: 'multiclass' }, asked)).toEqual({})
  })
})

test('a class that one of two models alone knows is compared by no metric of it', () => {
  const rows = (predicted: string[]) => ({ rows: 2, labels: ['a', 'b'], predicted })
  const asked = [metricNamed('recall[c]')!]
  const [one, other] = [rows(['a', 'c']), rows(['a', 'b'])]
  expect(pairedDifferences(one, other, { task: 'multiclass' }, asked)).toEqual({})
  expect(pairedDifferences(other, one, { task: 'multiclass' }, asked)).toEqual({})
})

test('a metric of one class has none of the scores that are missing', () => {
  const predictions = interpret(
    { rows: 2, labels: ['a', 'b'], predicted: ['a', 'b'] },
    { task: 'multiclass' },
    'test',
  )
  const asked = [metricNamed('roc_auc[a]')!]
  expect(computeMetrics(predictions, asked).undefined[0]!.reason).toBe('the predictions have no scores')
  expect(intervalsOf(predictions, asked)).toEqual({})
})

test('no metric of a family is also one of the catalogue', () => {
  for (const { name } of catalogue.filter((metric) => metric.name !== 'f1'))
    for (const family of families)
      expect(family.named(name)?.name ?? 'none', name).toBeOneOf([
        'none',
        'f1_macro',
        'f1_micro',
        'f1_weighted',
      ])
})
