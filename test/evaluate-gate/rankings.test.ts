import { beforeEach, describe, expect, it } from 'vitest'
import { randomFrom } from '../../src/stats/random.ts'
import { type Bench, bench } from './gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

const queries = 60
const documents = 8

/** Each query has two relevant documents; the more noise, the worse they are ranked. */
function predictions(noise: number, seed: string): string {
  const random = randomFrom(seed)
  const lines = Array.from({ length: queries * documents }, (_, i) => {
    const relevance = i % documents < 2 ? 2 - (i % documents) : 0
    return `d${i},q${Math.floor(i / documents)},${relevance},${relevance + noise * random()}`
  })
  return `id,query,label,score\n${lines.join('\n')}\n`
}

const gateOf = (rules: object, evaluate: object = {}) =>
  repository.gate({
    evaluate: {
      predictions: 'predictions.csv',
      task: 'ranking',
      columns: { query: 'query' },
      ...evaluate,
    },
    gate: { baselines: ['file:before.csv'], rules },
  })

it.each([
  [1, 'pass', true],
  [1e6, 'fail', false],
] as const)('a ranking with noise of %d, beside a random order: %s', async (noise, verdict, passes) => {
  await repository.write('predictions.csv', predictions(noise, 'naive'))
  const { record } = await repository.gate({
    evaluate: { predictions: 'predictions.csv', task: 'ranking', columns: { query: 'query' } },
    gate: { baselines: [], rules: { 'ndcg@3': { better_than_naive: 0.1 }, mrr: { better_than_naive: 0.1 } } },
  })
  expect(record).toMatchObject({ verdict, passes })
  expect(record.comparisons![0]!.naive).toBe('orders the rows of every query at random')
})

describe('a ranking', () => {
  const rules = {
    ndcg: { max_worsening: 0.02 },
    'ndcg@3': { max_worsening: 0.02 },
    mrr: { max_worsening: 0.02 },
    map: { max_worsening: 0.02 },
    'hit_rate@1': { max_worsening: 0.02 },
    'recall@2': { max_worsening: 0.02 },
  }

  it('that got worse is blocked, the query being what is counted', async () => {
    await repository.write('before.csv', predictions(1, 'before'))
    await repository.write('predictions.csv', predictions(6, 'after'))
    const { record } = await gateOf(rules)
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.evaluations![0]!.task).toBe('ranking')
    const found = record.comparisons!.map(({ metric, zone, method }) => [metric, zone, method])
    expect(found).toEqual(
      Object.keys(rules).map((metric) => [
        metric,
        'worse',
        metric.startsWith('hit_rate') ? 'tango+mcnemar' : 'student',
      ]),
    )
  })

  it('that is the same passes, and bounds are wider than rows would make them', async () => {
    await repository.write('before.csv', predictions(3, 'one'))
    await repository.write('predictions.csv', predictions(3, 'other'))
    const { record } = await gateOf({ ...rules, ndcg: { min: 0.5, confidence: 0.95, max_worsening: 0.1 } })
    expect(record.passes).toBe(true)
    const { low, high } = record.evaluations![0]!.intervals!['hit_rate@1']!
    const share = record.metrics!['hit_rate@1']!
    const ofRows = 2 * 1.645 * Math.sqrt((share * (1 - share)) / (queries * documents))
    expect(high - low).toBeGreaterThan(2 * ofRows)
  })

  it('gains nothing by giving every row one score', async () => {
    await repository.write('before.csv', predictions(1, 'before'))
    const tied = predictions(1, 'before').replace(/,[^,\n]+$/gm, (end) => (end === ',score' ? end : ',1'))
    await repository.write('predictions.csv', tied)
    const { record } = await gateOf({ mrr: { max_worsening: 0.02 } })
    expect(record.metrics).toMatchObject({
      mrr: 1 / (documents - 1),
      map: expect.closeTo((1 / 7 + 2 / 8) / 2, 12),
    })
    expect(record.passes).toBe(false)
  })

  it('needs to know which rows belong to one query', async () => {
    await repository.write('before.csv', predictions(1, 'before'))
    await repository.write('predictions.csv', predictions(1, 'before'))
    await expect(gateOf(rules, { columns: {} })).rejects.toMatchObject({ code: 'query-unknown' })
    await expect(gateOf(rules, { columns: { query: 'quest' } })).rejects.toMatchObject({
      code: 'missing-column',
      message: expect.stringContaining('no column "quest"'),
    })
    await repository.write('predictions.csv', predictions(1, 'before').replace(',q3,', ',,'))
    await expect(gateOf(rules)).rejects.toMatchObject({ code: 'missing-query' })
  })

  it('cannot move its rows to other queries', async () => {
    await repository.write('before.csv', predictions(1, 'before'))
    await repository.write('predictions.csv', predictions(1, 'before').replaceAll(',q3,', ',q4,'))
    const { record } = await gateOf(rules)
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
  })

  it.each([
    ['no relevant row', (text: string) => text.replace(/,[12],/g, ',0,')],
    ['a negative relevance', (text: string) => text.replace(',2,', ',-2,')],
    ['a missing score', (text: string) => text.replace(/^(d5,.*),[^,]+$/m, '$1,')],
  ])('never passes with %s', async (_what, spoil) => {
    await repository.write('predictions.csv', spoil(predictions(1, 'before')))
    await repository.write('before.csv', spoil(predictions(1, 'before')))
    const { record } = await gateOf({ ndcg: { min: 0 }, 'hit_rate@3': { min: 0 } })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
  })
})
