import { execFile } from 'node:child_process'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Bench, bench, type GateRun } from './gate-run.ts'

/** What a change may try so that a worse model passes. */

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

const against = (before: GateRun) => ({
  base: { outcome: 'found' as const, value: before.read },
  model: 'second',
})

/** Ten rows of which the first `wrong` are predicted wrong. */
function rows(wrong: number, more: (miss: boolean) => string = () => ''): string[] {
  return Array.from({ length: 10 }, (_, i) => {
    const label = i % 2
    const miss = i < wrong
    return `r${i},${label},${miss ? 1 - label : label}${more(miss)}`
  })
}

describe('weights of rows', () => {
  const config = {
    evaluate: { predictions: 'predictions.csv', columns: { weight: 'w' } },
    gate: { baselines: ['base'], rules: { accuracy: { max_worsening: 0.01 } } },
  }
  const write = (lines: readonly string[]) =>
    repository.write('predictions.csv', `id,label,prediction,w\n${lines.join('\n')}\n`)

  it('that take the wrong rows out make it another test set', async () => {
    await write(rows(1, () => ',1'))
    const before = await repository.gate(config, { model: 'first' })
    await write(rows(4, (miss) => (miss ? ',0' : ',1')))
    const { record } = await repository.gate(config, against(before))
    expect(record.metrics!.accuracy).toBe(1)
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
  })

  it('are compared row by row where a table says which test set it is', async () => {
    await repository.write('test.csv', `id\n${rows(0).join('\n')}\n`)
    const tabled = { ...config, data: { tables: { test: 'test.csv' } } }
    await write(rows(1, () => ',1'))
    const before = await repository.gate(tabled, { model: 'first' })
    await write(rows(4, (miss) => (miss ? ',0' : ',1')))
    const { record } = await repository.gate(tabled, against(before))
    expect(record.verdict).toBe('not-comparable')
    expect(record.reason).toContain('the weights of 4 of 10 rows differ')
  })
})

it('weights are those of the table that the labels come from, where it has them', async () => {
  const lines = (w: (i: number) => number) => Array.from({ length: 10 }, (_, i) => `r${i},${i % 2},${w(i)}`)
  await repository.write('test.csv', `id,y,w\n${lines((i) => (i < 5 ? 2 : 1)).join('\n')}\n`)
  await repository.write(
    'predictions.csv',
    `id,prediction,w\n${Array.from({ length: 10 }, (_, i) => `r${i},${i < 5 ? 1 - (i % 2) : i % 2},${i < 5 ? 0 : 1}`).join('\n')}\n`,
  )
  const config = (slices: object = {}) => ({
    data: { tables: { test: 'test.csv' } },
    evaluate: {
      predictions: 'predictions.csv',
      truth: { table: 'test', column: 'y', id: 'id' },
      columns: { weight: 'w' },
    },
    gate: { baselines: [], rules: { accuracy: { min: 0.9 } }, ...slices },
  })
  const { record } = await repository.gate(config())
  expect(record.metrics!.accuracy).toBeCloseTo(5 / 15, 12)
  expect(record.passes).toBe(false)
  const slices = { columns: ['w'], min_rows: 1, rules: { accuracy: { min: 0.9 } } }
  const sliced = await repository.gate(config({ slices }))
  expect(sliced.record.metrics!.accuracy).toBeCloseTo(5 / 15, 12)
  expect(sliced.record.evaluations![0]!.slices).toMatchObject([
    { name: 'w = 2', metrics: { accuracy: 0 } },
    { name: 'w = 1', metrics: { accuracy: 1 } },
  ])
})

it('a weight that neither the table nor the predictions have is named by its key', async () => {
  await repository.write('test.csv', 'id,y\na,1\nb,0\n')
  await repository.write('predictions.csv', 'id,prediction\na,1\nb,0\n')
  await expect(
    repository.gate({
      data: { tables: { test: 'test.csv' } },
      evaluate: {
        predictions: 'predictions.csv',
        truth: { table: 'test', column: 'y', id: 'id' },
        columns: { weight: 'w' },
      },
      gate: { baselines: [], rules: { accuracy: { min: 0.9 } } },
    }),
  ).rejects.toMatchObject({ code: 'missing-column' })
})

describe('numbers too large or too small to calculate with', () => {
  const gate = { baselines: [], fairness: undefined }
  it.each(['1e300', '1e-300', '5e-324'])('make weights of %s no weights', async (weight) => {
    await repository.write(
      'predictions.csv',
      `id,label,prediction,w\n${rows(1, () => `,${weight}`).join('\n')}\n`,
    )
    const { record } = await repository.gate({
      evaluate: { predictions: 'predictions.csv', columns: { weight: 'w' } },
      gate: { ...gate, rules: { accuracy: { min: 0.5 } } },
    })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toBe('accuracy has no value: the weights are too large or too small to be summed.')
  })

  it('leave a regression without a test, and its error as it is', async () => {
    const lines = (first: string) => `id,label,prediction\na,1.5,${first}\nb,2.5,2\nc,3.5,3\nd,4.5,5\n`
    const evaluate = { predictions: 'new.csv', task: 'regression' }
    await repository.write('new.csv', lines('1e200'))
    await repository.write('old.csv', lines('1'))
    const rules = { mae: { max_worsening: 1 }, mse: { max: 1 }, rmse: { max: 1, confidence: 0.95 } }
    const { record } = await repository.gate({
      evaluate,
      gate: {
        ...gate,
        baselines: ['file:old.csv'],
        rules: { ...rules, max_error: { better_than_naive: 0 } },
      },
    })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.comparisons).toMatchObject([
      { metric: 'mae', zone: 'worse', method: 'estimate' },
      { metric: 'mse', zone: 'undefined' },
      { metric: 'rmse', zone: 'undefined' },
      { metric: 'max_error', zone: 'below-bound' },
    ])
  })

  it('leave a ranking without an interval', async () => {
    await repository.write(
      'predictions.csv',
      'id,query,label,score\na,x,1e308,1\nb,x,0,2\nc,y,1e308,1\nd,y,1e308,2\n',
    )
    const { record } = await repository.gate({
      evaluate: { predictions: 'predictions.csv', task: 'ranking', columns: { query: 'query' } },
      gate: { ...gate, rules: { 'ndcg@2': { min: 0.99 } } },
    })
    expect(record.passes).toBe(false)
  })
})

describe('with several evaluations', () => {
  const file = (metrics: object) => JSON.stringify(metrics)

  it.each([
    ['a bound', { latency: { max: 5 } }],
    ['a bound beside a comparison', { latency: { max: 5 }, gap: { max_worsening: 1 } }],
  ])('one that no longer reports a metric has not kept %s', async (_what, rules) => {
    const config = {
      evaluations: { north: { metrics: 'north.json' }, south: { metrics: 'south.json' } },
      metrics: { gap: { reported: 'gap', direction: 'lower' } },
      gate: { baselines: ['base'], rules },
    }
    await repository.write('north.json', file({ latency: 1, gap: 1 }))
    await repository.write('south.json', file({ latency: 1, gap: 1 }))
    const before = await repository.gate(config, { model: 'first' })
    expect(before.record.passes).toBe(true)
    await repository.write('south.json', file({ gap: 1 }))
    const { record } = await repository.gate(config, against(before))
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('latency on south has no value: it was not reported')
  })

  it.each([
    ['a bound', { roc_auc: { min: 0.9 } }],
    ['a comparison', { roc_auc: { max_worsening: 0.01 } }],
  ])('one that calls itself of another task has not kept %s', async (_what, rules) => {
    const config = (columns: object) => ({
      evaluations: {
        north: { predictions: 'north.csv' },
        south: { predictions: 'south.csv', columns },
      },
      gate: { baselines: ['base'], rules },
    })
    const good = ['a,0,0.1,0.9', 'b,1,0.9,0.1', 'c,1,0.8,0.2', 'd,0,0.2,0.8']
    const bad = ['a,0,0.9,0.1', 'b,1,0.1,0.9', 'c,1,0.2,0.8', 'd,0,0.8,0.2']
    const write = (name: string, lines: readonly string[]) =>
      repository.write(name, `id,label,score,other\n${lines.join('\n')}\n`)
    await write('north.csv', good)
    await write('south.csv', good)
    const before = await repository.gate(config({}), { model: 'first' })
    await write('south.csv', bad)
    const { record } = await repository.gate(
      config({ scores: { '0': 'other', '1': 'score' } }),
      against(before),
    )
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('roc_auc on south has no value: a multiclass evaluation has none')
  })
})

describe('an evaluation that only the change has', () => {
  const gate = (rules: object, added = 'extra') =>
    repository.gate(
      {
        evaluations: { test: { metrics: 'test.json' }, [added]: { metrics: 'added.json' } },
        gate: { baselines: [], rules },
      },
      { added: [added] },
    )

  it('does not answer for one of the base that no longer reports a metric', async () => {
    await repository.write('test.json', '{"bleu": 0.1}')
    await repository.write('added.json', '{"rouge": 1}')
    const { record } = await gate({ rouge: { min: 0.5 } })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('rouge on test has no value')
  })

  it('makes no test of the base’s evaluations less likely to block', async () => {
    const selected = (share: number) => (_: unknown, i: number) =>
      `r${i},${i % 2},${i % 100 < (i < 100 ? 50 : 100 * share) ? 1 : 0},${i < 100 ? 'f' : 'm'}`
    const write = (name: string, share: number) =>
      repository.write(
        name,
        `id,label,prediction,sex\n${Array.from({ length: 200 }, selected(share)).join('\n')}\n`,
      )
    await write('unfair.csv', 0.25)
    await write('fair.csv', 0.5)
    const names = Array.from({ length: 30 }, (_, i) => `more-${i}`)
    const judged = (predictions: string) => ({ predictions, task: 'binary', positive: '1' })
    const fairness = { columns: ['sex'], rules: { demographic_parity_difference: { max: 0.1 } } }
    const gate = { baselines: [], rules: { accuracy: { min: 0 } }, fairness }
    const more = Object.fromEntries(names.map((name) => [name, judged('fair.csv')]))
    const verdictOf = async (added: readonly string[]) => {
      const evaluations = { test: judged('unfair.csv'), ...more }
      return (await repository.gate({ evaluations, gate }, { added })).record.verdict
    }
    expect(await verdictOf([])).toBe('inconclusive')
    expect(await verdictOf(names)).toBe('fail')
  })

  it('takes no rule of the base for its own by being called like a part of it', async () => {
    await repository.write('test.json', '{"hits@5": 0.1}')
    await repository.write('added.json', '{"hits": 1}')
    await expect(gate({ 'hits@5': { min: 0.5 } }, '5')).rejects.toThrow('would take the rule on hits@5')
    await repository.write('added.json', '{"accuracy": 0.4}')
    const { record } = await gate({ 'accuracy@holdout': { min: 0.5 } }, 'holdout')
    expect(record.comparisons).toMatchObject([{ evaluation: 'holdout', zone: 'below-bound' }])
  })
})

it('a row without a label is named as such, not as a class', async () => {
  await repository.write('predictions.csv', 'id,label,prediction\na,,1\nb,0,0\n')
  const gate = { baselines: [], rules: { accuracy: { min: 0.9 } } }
  for (const task of ['binary', undefined])
    await expect(
      repository.gate({ evaluate: { predictions: 'predictions.csv', ...(task && { task }) }, gate }),
    ).rejects.toMatchObject({ code: 'missing-label', message: 'predictions.csv: 1 of 2 rows have no label.' })
})

it('the column of labels is no prediction', async () => {
  await repository.write('predictions.csv', `id,label,prediction\n${rows(5).join('\n')}\n`)
  const evaluate = { predictions: 'predictions.csv', columns: { prediction: 'label' } }
  await expect(
    repository.gate({ evaluate, gate: { baselines: [], rules: { accuracy: { min: 0.9 } } } }),
  ).rejects.toMatchObject({ code: 'label-as-prediction' })
})

it.skipIf(process.platform === 'win32')('a link to the candidate’s own file is no baseline', async () => {
  await repository.write('predictions.csv', `id,label,prediction\n${rows(5).join('\n')}\n`)
  await symlink(join(repository.root, 'predictions.csv'), join(repository.root, 'old.csv'))
  await expect(
    repository.gate({
      evaluate: { predictions: 'predictions.csv' },
      gate: { baselines: ['file:old.csv'], rules: { accuracy: { max_worsening: 0 } } },
    }),
  ).rejects.toMatchObject({ code: 'baseline-is-candidate' })
})

it.skipIf(process.platform === 'win32')('a pipe in place of a baseline does not hang the gate', async () => {
  await promisify(execFile)('mkfifo', [join(repository.root, 'old.json')])
  await repository.write('new.json', '{"accuracy": 0.9}')
  await expect(
    repository.gate({
      evaluate: { metrics: 'new.json' },
      gate: { baselines: ['file:old.json'], rules: { accuracy: { max_worsening: 0 } } },
    }),
  ).rejects.toMatchObject({ code: 'not-a-file' })
})
