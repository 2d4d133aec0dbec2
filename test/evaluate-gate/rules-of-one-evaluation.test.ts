import { beforeEach, describe, expect, it } from 'vitest'
import { namedRules } from '../../src/rules/named-rules.ts'
import { type Bench, bench, projectOf } from './gate-run.ts'

let place: Bench
/** Rows of which the first so many are predicted wrong. */
const rows = (wrong: number, all = 20) =>
  `id,label,prediction\n${Array.from({ length: all }, (_, i) => `${i},${i % 2},${i < wrong ? 1 - (i % 2) : i % 2}`).join('\n')}\n`

const evaluations = {
  easy: { predictions: 'easy.csv', task: 'binary' },
  hard: { predictions: 'hard.csv', task: 'binary' },
}
const gate = async (rules: object, more: object = {}) => {
  const { record } = await place.gate({ evaluations, gate: { baselines: [], rules, ...more } })
  return record
}
const found = async (rules: object, more: object = {}) =>
  (await gate(rules, more)).comparisons!.map(
    ({ metric, evaluation, rule, allowed, zone }) => `${metric} ${evaluation} ${rule} ${allowed} ${zone}`,
  )

beforeEach(async () => {
  place = await bench()
  await place.write('easy.csv', rows(1))
  await place.write('hard.csv', rows(6))
})

describe('a rule of one evaluation', () => {
  it('stands there in place of the one of all', async () => {
    expect(await found({ accuracy: { min: 0.9 }, 'accuracy@hard': { min: 0.6 } })).toEqual([
      'accuracy easy min 0.9 within-bound',
      'accuracy hard min 0.6 within-bound',
    ])
    expect(await found({ accuracy: { min: 0.6 }, 'accuracy@easy': { min: 0.99 } })).toEqual([
      'accuracy easy min 0.99 below-bound',
      'accuracy hard min 0.6 within-bound',
    ])
  })

  it('asks nothing of the others', async () => {
    expect(await found({ 'accuracy@easy': { min: 0.9 } })).toEqual(['accuracy easy min 0.9 within-bound'])
    const record = await gate({ 'accuracy@hard': { min: 0.9 } })
    expect(record).toMatchObject({
      verdict: 'fail',
      reason: expect.stringContaining(
        'accuracy on hard is 0.7000, below the minimum of 0.9, judged by the estimate alone.',
      ),
    })
  })

  it('goes by the bound where it asks for that, and needs its metric there', async () => {
    const [comparison] = (await gate({ 'accuracy@easy': { min: 0.9, confidence: 0.95 } })).comparisons!
    expect(comparison).toMatchObject({ evaluation: 'easy', zone: 'below-bound', level: 0.95 })
    expect(await found({ accuracy: { min: 0.5 }, 'roc_auc@easy': { min: 0.5 } })).toContain(
      'roc_auc easy min 0.5 undefined',
    )
  })

  it('is compared with a baseline and with a naive model', async () => {
    await place.write('old.csv', rows(0))
    const { record } = await place.gate({
      evaluations: { easy: evaluations.easy },
      gate: {
        baselines: ['file:old.csv'],
        rules: { 'accuracy@easy': { max_worsening: 0.01, better_than_naive: 0.1 } },
      },
    })
    expect(record.comparisons!.map(({ rule, zone }) => [rule, zone])).toEqual([
      ['better_than_naive', 'no-worse'],
      ['max_worsening', 'beyond'],
    ])
  })

  it('leaves the slices to the rules of the slices', async () => {
    const slices = { columns: ['label'], min_rows: 1, rules: { accuracy: { min: 0.1 } } }
    const all = await found({ 'accuracy@easy': { min: 0.9 } }, { slices })
    expect(all.filter((one) => one.includes('min 0.9'))).toEqual(['accuracy easy min 0.9 within-bound'])
    expect(all.filter((one) => one.includes('min 0.1 within-bound'))).toHaveLength(4)
  })

  it.each([
    ['accuracy@hrad', 'which there is not; did you mean "hard"?'],
    ['accuracy@', 'which nothing measures'],
    ['@hard', 'which nothing measures'],
    ['acuracy@hard', 'on "acuracy", which nothing measures; did you mean "accuracy"?'],
    ['cost@nowhere', 'which nothing measures'],
  ])('is refused where its name means nothing: %s', async (name, message) => {
    await expect(gate({ [name]: { min: 0.5 } })).rejects.toThrow(message)
  })

  it('is refused where nothing there is judged', async () => {
    const judged = { ...evaluations, train: { predictions: 'easy.csv', task: 'binary', judged: false } }
    await expect(
      place.gate({
        evaluations: judged,
        gate: { baselines: [], rules: { 'accuracy@train': { min: 0.5 } } },
      }),
    ).rejects.toThrow('which has judged: false')
  })
})

describe('names of rules', () => {
  const names = (rules: readonly string[], more: object = {}) =>
    namedRules(
      projectOf('.', {
        evaluations: { '10': evaluations.easy, hard: evaluations.hard },
        gate: { rules: Object.fromEntries(rules.map((name) => [name, { min: 0.5 }])) },
        ...more,
      }).config,
    ).map(({ metric, evaluation }) => [metric, evaluation])

  it('that are a metric stay whole', () => {
    expect(names(['ndcg@10', 'ndcg@10@hard', 'ndcg@5@10', 'recall[a@hard]'])).toEqual([
      ['ndcg@10', undefined],
      ['ndcg@10', 'hard'],
      ['ndcg@5', '10'],
      ['recall[a@hard]', undefined],
    ])
    expect(names(['k@hard', '@hard', 'k@nowhere'])).toEqual([
      ['k', 'hard'],
      ['@hard', undefined],
      ['k@nowhere', undefined],
    ])
    const metrics = { 'cost@hard': { mean: 'c', direction: 'lower' } }
    expect(names(['cost@hard', 'cost@hard@hard'], { metrics })).toEqual([
      ['cost@hard', undefined],
      ['cost@hard', 'hard'],
    ])
  })
})
