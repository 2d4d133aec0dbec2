import { beforeEach, describe, expect, it } from 'vitest'
import { outsideError } from '../../../src/errors.ts'
import { conclusionOf } from '../../../src/feedback/gate-check.ts'
import type { Review } from '../../../src/forge/pulls.ts'
import { gateMarkdown } from '../../../src/report/gate/gate-markdown.ts'
import { terminalText } from '../../../src/report/terminal/terminal.ts'
import { type Bench, bench, type GateOptions, type GateRun } from '../gate-run.ts'

/** The gate as people meet it, where a model is worse and somebody has said that it may be. */

const plain = (text: string) => text
const palette = { good: plain, bad: plain, unsure: plain, strong: plain, faint: plain }
const headSha = 'a'.repeat(40)

let repository: Bench
let before: GateRun
const predictions = (wrong: number) =>
  `id,label,prediction\n${Array.from({ length: 200 }, (_, i) => `r${i},${i % 2},${i < wrong ? 1 - (i % 2) : i % 2}`).join('\n')}\n`
const config = (more: object = {}) => ({
  evaluate: { predictions: 'predictions.csv' },
  gate: { baselines: ['base'], rules: { accuracy: { max_worsening: 0.01 } } },
  ...more,
})

beforeEach(async () => {
  repository = await bench()
  await repository.write('predictions.csv', predictions(20))
  before = await repository.gate(config(), { model: 'first' })
  await repository.write('predictions.csv', predictions(40))
})

const gate = (options: Partial<GateOptions> = {}, more: object = {}) =>
  repository.gate(config(more), {
    base: { outcome: 'found', value: before.read },
    model: 'second',
    ...options,
  })

const review = (given: Partial<Review> = {}): Review => ({
  id: 1,
  state: 'APPROVED',
  body: 'Fine.\nmodelassay waive accuracy 0.1 until 2026-12-31: new labels <b>@all</b>',
  author: 'grace',
  byPerson: true,
  commitSha: headSha,
  url: 'https://github.com/assay/penguins/pull/7#pullrequestreview-1',
  ...given,
})
const pull = (...reviews: Review[]) => ({
  author: 'ada',
  headSha,
  reviews: async () => reviews,
  permissions: { grace: 'write', reader: 'read' } as const,
})

const unreadable = async () => {
  throw outsideError('permission-denied', 'the token may not read', { hint: 'Add "pull-requests: read".' })
}

describe('a worse model', () => {
  it('passes by a review, neutrally, and everybody reads why', async () => {
    const { record } = await gate({ pull: pull(review()) })
    expect(record).toMatchObject({
      verdict: 'waived',
      passes: true,
      decided_by: [0],
      waivers: [
        { outcome: 'used', source: 'review', by: 'grace', commit: headSha, covers: [0], ceiling: 0.1 },
      ],
    })
    expect(record.comparisons![0]).toMatchObject({ zone: 'worse', waiver: 0 })
    expect(record.reason).toContain('Waived up to 0.1 until 2026-12-31 by grace: new labels')
    expect(conclusionOf(record)).toBe('neutral')
    const markdown = gateMarkdown(record, { detail: 'full' })
    expect(markdown).toContain('passes the gate by a waiver')
    expect(markdown).toContain('worse, waived')
    expect(markdown).toContain('**Waivers:**')
    expect(markdown).toContain(record.policy!.digest.slice(0, 19))
    expect(markdown).not.toMatch(/<b>|@all/)
    expect(terminalText(record, palette)).toContain('before the waiver ends on 2026-12-31')
  })

  it('passes by the configuration of the branch', async () => {
    const waivers = [{ metric: 'accuracy', ceiling: 0.1, until: '2026-11-21', reason: 'new labels' }]
    const { record } = await gate({}, { waivers })
    expect(record).toMatchObject({ verdict: 'waived', passes: true, waivers: [{ source: 'policy' }] })
  })

  it.each([
    ['has ended', { body: 'modelassay waive accuracy 0.1 until 2026-11-20: x' }, 'it ended on 2026-11-20'],
    ['is exceeded', { body: 'modelassay waive accuracy 0.09 until 2026-12-31: x' }, 'more than its 0.09'],
    ['is of another commit', { commitSha: 'b'.repeat(40) }, 'its review is of commit bbbbbbb'],
    ['was dismissed', { state: 'DISMISSED' }, 'its review was dismissed'],
    ['is the author’s own', { author: 'ada' }, 'is the author of the pull request'],
    ['is a bot’s', { byPerson: false }, 'its reviewer is no person'],
    ['is of somebody who may only read', { author: 'reader' }, 'no write permission'],
    ['cannot be read', { body: 'modelassay waive accuracy' }, 'it lacks'],
  ] as const)('is blocked where the waiver %s, and the reason says so', async (_what, given, why) => {
    const { record } = await gate({ pull: pull(review(given)) })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('does not hold: ')
    expect(record.reason).toContain(why)
    expect(record.waivers).toHaveLength(1)
    expect(gateMarkdown(record, { detail: 'full' })).toContain('**Waivers:**')
  })

  it('is blocked where the reviews cannot be read, and the log says what is missing', async () => {
    const { record, log } = await gate({ pull: { ...pull(), reviews: unreadable } })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(log.join()).toContain(
      'none of them waives anything: the token may not read. Add "pull-requests: read"',
    )
  })

  it('without a value passes by no waiver', async () => {
    await repository.write('predictions.csv', predictions(20).replace('r0,0,1', 'r0,0,'))
    const waivers = [{ metric: 'accuracy', ceiling: 1e6, until: '2026-11-21', reason: 'x' }]
    const { record } = await gate({}, { waivers })
    expect(record.passes).toBe(false)
  })

  it('on another test set passes by no waiver', async () => {
    await repository.write('predictions.csv', predictions(40).replaceAll('r1', 'q1'))
    const waivers = [{ metric: 'accuracy', ceiling: 1e6, until: '2026-11-21', reason: 'x' }]
    expect((await gate({}, { waivers })).record.verdict).toBe('not-comparable')
  })
})

it('reviews of a model that passes are not asked for', async () => {
  await repository.write('predictions.csv', predictions(20))
  const { record, log } = await gate({ pull: { ...pull(), reviews: unreadable } })
  expect(record.verdict).toBe('pass')
  expect(log.join()).not.toContain('reviews')
})

describe('every kind of rule can be waived, and only by its name', () => {
  const rows = (wrong: number, from = 0) =>
    `id,part,label,prediction\n${Array.from({ length: 200 }, (_, i) => `r${from + i},${i < 100 ? 'a' : 'b'},${i % 2},${i < wrong ? 1 : i % 2}`).join('\n')}\n`
  const whole = (gate: object, waiver: object) => ({
    evaluations: {
      test: { predictions: 'test.csv', positive: '1' },
      train: { predictions: 'train.csv', positive: '1', judged: false },
    },
    gate: { baselines: ['file:old.csv'], rules: { accuracy: { min: 0.1 } }, ...gate },
    waivers: [{ ceiling: 1, until: '2026-12-31', reason: 'agreed', evaluation: 'test', ...waiver }],
  })

  it.each([
    [
      'fairness',
      { fairness: { columns: ['part'], rules: { demographic_parity_difference: { max: 0.1 } } } },
      { metric: 'demographic_parity_difference', rule: 'max' },
    ],
    [
      'a gap',
      { rules: { accuracy: { max_gap: { max: 0.01, evaluation: 'train' } } } },
      { metric: 'accuracy', rule: 'max_gap' },
    ],
    [
      'a naive model',
      { rules: { accuracy: { better_than_naive: 0.4 } } },
      { metric: 'accuracy', rule: 'better_than_naive' },
    ],
    [
      'new errors',
      { new_errors: { max: 3 } },
      { metric: 'new_errors', rule: 'max_new_errors', ceiling: 1000 },
    ],
  ])('%s', async (_what, gate, waiver) => {
    await repository.write('test.csv', rows(100))
    await repository.write('train.csv', rows(0, 1000))
    await repository.write('old.csv', rows(0))
    const judged = async (given: object) => (await repository.gate(whole(gate, given))).record
    expect(await judged(waiver)).toMatchObject({ verdict: 'waived', passes: true })
    for (const other of [{ ceiling: 0.001 }, { metric: 'f1' }, { rule: 'min' }, { until: '2026-01-01' }])
      expect(await judged({ ...waiver, ...other })).toMatchObject({ verdict: 'fail', passes: false })
  })
})
