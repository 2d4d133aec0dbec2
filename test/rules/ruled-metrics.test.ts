import { expect, it } from 'vitest'
import { metricNamed } from '../../src/metrics/catalogue.ts'
import {
  columnsOfOwn,
  confidentOf,
  isBounded,
  ownMetrics,
  ruledMetrics,
} from '../../src/rules/ruled-metrics.ts'

const own = {
  cost: { mean: 'cost', direction: 'lower' },
  margin: { ratio: ['profit', 'sales'], direction: 'higher' },
  return: { ratio: ['profit', 'cost'], direction: 'higher' },
  latency: { reported: 'ms', direction: 'lower' },
} as const satisfies Parameters<typeof ownMetrics>[0]
const names = (metrics: readonly { readonly name: string }[]) => metrics.map(({ name }) => name)

it('computed from rows are known metrics, and the user’s own means and ratios', () => {
  expect(names(ruledMetrics(['cost', 'bleu', 'f1', 'latency', 'margin', 'toString'], own))).toEqual([
    'cost',
    'f1',
    'margin',
  ])
  expect(names(ownMetrics(own))).toEqual(['cost', 'margin', 'return'])
  expect(ruledMetrics(['cost', 'margin'], own).map(({ direction }) => direction)).toEqual(['lower', 'higher'])
})

it('own metrics are made of each column once', () => {
  expect(columnsOfOwn(own)).toEqual(['cost', 'profit', 'sales'])
  expect(columnsOfOwn({ latency: own.latency })).toEqual([])
})

it('bounds that need every row drawn again are made only for rules that go by them', () => {
  const [quick, slow] = [metricNamed('accuracy')!, metricNamed('average_precision')!]
  expect([quick, slow].map(isBounded([]))).toEqual([true, false])
  expect([quick, slow].map(isBounded(['average_precision']))).toEqual([true, true])
})

it('a rule goes by a bound with its confidence, and for a gap to another evaluation', () => {
  const rules = {
    accuracy: { min: 0.5 },
    f1: { min: 0.5, confidence: 0.95 },
    mcc: { max_gap: { evaluation: 'train', by: 0.1 } },
    kappa: { max_gap: { metric: 'mcc', by: 0.1 } },
  }
  expect(confidentOf(rules as never)).toEqual(['f1', 'mcc'])
})
