import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blocksFrom, type GateTestStep } from '../../../src/evaluate-gate/gate-test/gate-test.ts'
import { runGateTest } from '../../../src/evaluate-gate/gate-test/run-gate-test.ts'
import { engineCache } from '../../tables/engine-for-tests.ts'
import { projectOf } from '../gate-run.ts'

let root: string
const write = (name: string, text: string) => writeFile(join(root, name), text)
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'modelassay-try-'))
  // Of forty customers half leave, and every tenth is predicted wrong; the first twenty live in the north.
  const row = (id: number, prediction: number) =>
    `${id},${id % 2},${prediction},${prediction ? 0.8 : 0.2},${id < 20 ? 'north' : 'south'}`
  const rows = Array.from({ length: 40 }, (_, id) => row(id, id % 10 === 0 ? 1 - (id % 2) : id % 2))
  await write('good.csv', `id,label,prediction,score,region\n${rows.join('\n')}\n`)
  await write(
    'right.csv',
    `id,label,prediction\n${rows.map((_, id) => `${id},${id % 2},${id % 2}`).join('\n')}\n`,
  )
})
afterAll(() => rm(root, { recursive: true, force: true }))

const log = { info: () => undefined } as never
const own = { latency: { reported: 'latency', direction: 'lower' } }
const tested = (gate: object, more: object = { evaluate: { predictions: 'good.csv' } }) =>
  runGateTest(projectOf(root, { gate: { baselines: ['base'], ...gate }, metrics: own, ...more }), {
    log,
    engine: { cache: engineCache },
    temp: root,
  })
const rule = { accuracy: { max_worsening: 0.02 } }

describe('a gate that is tried on predictions that are spoilt step by step', () => {
  it('passes them as they are, and blocks those that are spoilt', async () => {
    const { rows, steps } = await tested({ rules: rule })
    expect(rows).toBe(40)
    expect(steps.map(({ share, draws }) => [share, draws])).toEqual([
      [0, 1],
      ...[0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1].map((share) => [share, 20]),
    ])
    expect(steps[0]).toEqual({ share: 0, blocked: 0, draws: 1, worsening: { accuracy: 0 } })
    expect(steps.at(-1)!.blocked).toBeGreaterThanOrEqual(19)
    // Predictions that say nothing of the label are right in half of the rows.
    expect(steps.at(-1)!.worsening.accuracy).toBeCloseTo(0.4, 1)
    expect((await tested({ rules: rule })).steps).toEqual(steps)
  })

  it('counts a loss as a loss, whatever its direction, and by the first evaluation', async () => {
    const evaluations = { a: { predictions: 'good.csv' }, b: { predictions: 'right.csv' } }
    const { rows, steps } = await tested(
      { rules: { ...rule, 'brier@a': { max_worsening: 0.9 }, 'accuracy@b': { min: 0.99 } } },
      { evaluations },
    )
    expect(rows).toBe(80)
    const { worsening, blocked } = steps.at(-1)!
    expect(Object.keys(worsening).sort()).toEqual(['accuracy', 'brier'])
    // Right is 0.04 of it and wrong 0.64, where one is sure of 0.8.
    expect(worsening.brier).toBeCloseTo(0.6 * worsening.accuracy!, 12)
    expect(blocked).toBe(20)
    expect(steps[0]!.blocked).toBe(0)
  })

  it('goes by bounds with confidence, by a naive model, and by what is inconclusive', async () => {
    const blocked = async (gate: object) => (await tested(gate)).steps.map((step) => step.blocked)
    expect((await blocked({ rules: { accuracy: { min: 0.85 } } }))[0]).toBe(0)
    expect((await blocked({ rules: { accuracy: { min: 0.85, confidence: 0.95 } } }))[0]).toBe(1)
    expect((await blocked({ rules: { accuracy: { min: 0.7, confidence: 0.95 } } }))[0]).toBe(0)
    const naive = await tested({ rules: { accuracy: { better_than_naive: 0.1, max_worsening: 0.9 } } })
    expect(naive.steps[0]).toMatchObject({ blocked: 0, worsening: { accuracy: 0 } })
    expect(naive.steps.at(-1)!.blocked).toBeGreaterThanOrEqual(19)
    const [warned, failed] = await Promise.all(
      ['warn', 'fail'].map((inconclusive) => blocked({ rules: rule, inconclusive })),
    )
    expect(failed![3]).toBeGreaterThan(warned![3]!)
  })

  it('goes by the rules of slices too, and counts their loss to no metric', async () => {
    const slices = { columns: ['region'], min_rows: 10, rules: rule }
    const { steps } = await tested({ rules: { accuracy: { must_improve: 0.01 } }, slices })
    expect(steps[0]).toEqual({ share: 0, blocked: 0, draws: 1, worsening: {} })
    expect(steps.at(-1)).toMatchObject({ blocked: expect.any(Number), worsening: {} })
    expect(steps.at(-1)!.blocked).toBeGreaterThan(10)
    const few = { ...slices, min_rows: 30 }
    const none = await tested({ rules: { accuracy: { min: 0.1 } }, slices: few })
    // Held against no slice, the rule blocks even the model itself.
    expect(none.steps.every(({ blocked, draws }) => blocked === draws)).toBe(true)
  })

  it('leaves out what blocks the predictions themselves, and what has no value of them', async () => {
    const { steps } = await tested({
      rules: {
        accuracy: { ...rule.accuracy, must_improve: 0.5, max_gap: { max: 0, reported: 'train_accuracy' } },
        rmse: { max: 1 },
        latency: { max: 1 },
      },
    })
    expect(steps[0]).toEqual({ share: 0, blocked: 0, draws: 1, worsening: { accuracy: 0 } })
  })

  it('counts the rows that are newly wrong, where nothing else could block', async () => {
    const newErrors = { new_errors: { max: 3 } }
    const { steps } = await tested({ rules: { accuracy: { min: 0.1 } }, ...newErrors })
    expect(steps[0]!.blocked).toBe(0)
    expect(steps.at(-1)!.blocked).toBe(20)
    const alone = await tested({ rules: { latency: { max: 1 } }, ...newErrors })
    expect(alone.steps.map(({ blocked }) => blocked)).toEqual(steps.map(({ blocked }) => blocked))
    const share = await tested({ rules: { latency: { max: 1 } }, new_errors: { max_share: 0.9 } })
    expect(share.steps.at(-1)!.blocked).toBe(0)
  })

  it('sees that groups are predicted otherwise by the very predictions', async () => {
    const evaluate = { predictions: 'unfair.csv', task: 'binary', positive: 1 }
    const lines = Array.from(
      { length: 200 },
      (_, id) => `${id},${id % 2},1,south\n${id + 200},${id % 2},0,north`,
    )
    await write('unfair.csv', `id,label,prediction,region\n${lines.join('\n')}\n`)
    const rules = { demographic_parity_difference: { max: 0.1 } }
    const gate = { rules: { accuracy: { max_worsening: 0.1 } }, fairness: { columns: ['region'], rules } }
    expect((await tested(gate, { evaluate })).steps[0]!.blocked).toBe(1)
  })

  it('names the rules that no spoilt prediction tries', async () => {
    const { untried } = await tested({ rules: { ...rule, latency: { max: 1 }, model_bytes: { max: 1 } } })
    expect(untried).toEqual(['latency', 'model_bytes'])
    expect((await tested({ rules: rule })).untried).toEqual([])
  })

  it('leaves out evaluations that no rule is held against', async () => {
    const evaluations = { a: { predictions: 'good.csv' }, b: { predictions: 'right.csv', judged: false } }
    expect((await tested({ rules: rule }, { evaluations })).rows).toBe(40)
  })

  it('takes labels from the table that has them', async () => {
    const evaluate = {
      predictions: 'good.csv',
      truth: { table: 'test', column: 'label', id: 'id' },
    }
    const data = { tables: { test: { path: 'right.csv', role: 'test' } } }
    const { steps } = await tested({ rules: { accuracy: { min: 0.9 } } }, { evaluate, data })
    expect(steps[0]!.blocked).toBe(0)
  })
})

describe('a gate that cannot be tried is told why', () => {
  it.each<[string, object, object?]>([
    ['no-computed-rules', { rules: { latency: { max: 5 } } }],
    ['no-testable-rules', { rules: { accuracy: { must_improve: 0.01 } } }],
    ['no-testable-rules', { rules: { rmse: { max: 1 } } }],
    ['no-computed-rules', { rules: { latency: { max: 5 } }, new_errors: { listed: 5 } }],
    ['no-predictions', { rules: rule }, { evaluate: { metrics: 'm.json' } }],
  ])('%s', async (code, gate, more) => {
    await expect(tested(gate, more)).rejects.toMatchObject({ code })
  })
})

describe('the loss from which on a gate blocks', () => {
  const steps = (...blocked: readonly number[]) =>
    blocked.map((of, i): GateTestStep => ({ share: i / 10, blocked: of, draws: 20, worsening: {} }))

  it('is the first step from which on four of five verdicts block', () => {
    expect(blocksFrom(steps(0, 15, 16, 20))?.share).toBe(0.2)
    expect(blocksFrom(steps(0, 20, 3, 16))?.share).toBe(0.3)
  })

  it('is none where the last step passes, or only the predictions themselves are blocked', () => {
    expect(blocksFrom(steps(0, 20, 15))).toBeUndefined()
    expect(blocksFrom(steps(20))).toBeUndefined()
    expect(blocksFrom([])).toBeUndefined()
  })
})
