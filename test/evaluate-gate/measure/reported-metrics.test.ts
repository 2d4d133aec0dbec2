import { expect, it } from 'vitest'
import { joinReported } from '../../../src/evaluate-gate/measure/reported-metrics.ts'
import type { Metrics } from '../../../src/metrics/compute.ts'

const metrics = (values: Record<string, number>, none: Record<string, string> = {}): Metrics => ({
  metrics: values,
  undefined: Object.entries(none).map(([metric, reason]) => ({ metric, reason })),
})
const join = (
  computed: Metrics | undefined,
  file: Metrics | undefined,
  { own = {}, ruled = [] }: { own?: object; ruled?: readonly string[] } = {},
) => joinReported(computed, file, { own: own as never, ruled }, 'm.json')

it('what can be computed is never a file’s word, nor is the size of the model', () => {
  const computed = metrics({ accuracy: 0.5 }, { log_loss: 'no score' })
  const file = metrics({ accuracy: 1, log_loss: 0, f1: 1, latency: 3, model_bytes: 1 }, { mcc: 'is a text' })
  expect(join(computed, file, { ruled: ['accuracy', 'mcc', 'f1'] })).toEqual({
    metrics: { accuracy: 0.5, latency: 3 },
    undefined: [{ metric: 'log_loss', reason: 'no score' }],
    reported: ['latency'],
    intervals: {},
  })
})

it('without rows all is its word but the size of the model', () => {
  expect(join(undefined, metrics({ f1: 1, accuracy: 0.5, model_bytes: 1 }))).toEqual({
    metrics: { accuracy: 0.5, f1: 1 },
    undefined: [],
    reported: ['accuracy', 'f1'],
    intervals: {},
  })
  expect(join(metrics({ accuracy: 1 }), undefined)).toMatchObject({ metrics: { accuracy: 1 }, reported: [] })
})

it('what is no number has no value where a rule names it, and is nobody’s metric elsewhere', () => {
  const file = metrics({ latency: 3 }, { words: 'is a text', list: 'is a list' })
  expect(join(undefined, file, { ruled: ['list'] })).toMatchObject({
    metrics: { latency: 3 },
    undefined: [{ metric: 'list', reason: 'in m.json it is a list' }],
    reported: ['latency'],
  })
})

it('an own metric is what its source says, under its own name', () => {
  const own = {
    cost: { mean: 'cost', direction: 'lower' },
    speed: { reported: 'latency', direction: 'lower' },
    lost: { reported: 'gone', direction: 'lower' },
    odd: { reported: 'words', direction: 'lower' },
  }
  const file = metrics({ latency: 3, cost: 8, speed: 9 }, { words: 'is a text' })
  expect(join(metrics({ cost: 2 }), file, { own })).toEqual({
    metrics: { cost: 2, speed: 3, latency: 3 },
    undefined: [
      { metric: 'lost', reason: 'm.json has no gone' },
      { metric: 'odd', reason: 'in m.json, words is a text' },
    ],
    reported: ['latency', 'speed'],
    intervals: {},
  })
})
