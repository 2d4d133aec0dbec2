import { beforeEach, describe, expect, it } from 'vitest'
import { gateMarkdown } from '../../src/report/gate/gate-markdown.ts'
import { type Bench, bench } from './gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

/** 40 rows of two wings; wrong on those that are named. */
const predictions = (wrong: readonly number[]) =>
  `id,wing,label,prediction\n${Array.from({ length: 40 }, (_, i) => {
    const label = i % 2 ? 'yes' : 'no'
    return `r${i},${i < 20 ? 'a' : 'b|<i>'},${label},${wrong.includes(i) ? (i % 2 ? 'no' : 'yes') : label}`
  }).join('\n')}\n`

const accuracy = { accuracy: { max_worsening: 0.5 } }

const judged = async (now: readonly number[], before: readonly number[], gate: object) => {
  await repository.write('new.csv', predictions(now))
  await repository.write('old.csv', predictions(before))
  return repository.gate({
    evaluate: { predictions: 'new.csv', positive: 'yes' },
    gate: { baselines: ['file:old.csv'], rules: accuracy, ...gate },
  })
}

describe('rows that flip', () => {
  it('block when more are newly wrong than allowed, however many are newly right', async () => {
    const { record } = await judged([1, 2, 3], [4, 5, 6, 7, 8], { new_errors: { max: 2 } })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.comparisons!.at(-1)).toMatchObject({
      rule: 'max_new_errors',
      candidate_value: 3,
      mended: 5,
      allowed: 2,
      zone: 'below-bound',
    })
    expect(record.reason).toBe(
      '3 of 40 rows are wrong that old.csv has right, more than the 2 allowed, judged by the count alone; the reverse holds of 5.',
    )
  })

  it('pass up to the number, and up to the share', async () => {
    const { record } = await judged([1, 2], [], { new_errors: { max: 2, max_share: 0.05 } })
    expect(record).toMatchObject({ verdict: 'pass', passes: true })
    expect(record.comparisons!.slice(-2)).toMatchObject([
      { zone: 'within-bound', allowed: 2 },
      { zone: 'within-bound', allowed: 2, allowed_ratio: 0.05 },
    ])
  })

  it('block above the share', async () => {
    const { record } = await judged([1, 2, 3], [], { new_errors: { max_share: 0.05 } })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('more than the 5 % allowed')
  })

  it('are listed and counted by slice, without any rule on them', async () => {
    const slices = { columns: ['wing'], min_rows: 10, rules: { accuracy: { min: 0.1 } } }
    const { record } = await judged([1, 22, 23], [4], { slices })
    const { flips } = record.baselines![0]!.evaluations![0]!
    expect(flips).toEqual({
      rows: 40,
      broken: 3,
      mended: 1,
      slices: [
        { name: 'wing = a', rows: 20, broken: 1, mended: 1 },
        { name: 'wing = b|<i>', rows: 20, broken: 2, mended: 0 },
      ],
      listed: {
        broken: [
          { id: 'r1', row: 2, label: 'yes', before: 'yes', now: 'no' },
          { id: 'r22', row: 16, label: 'no', before: 'no', now: 'yes' },
          { id: 'r23', row: 17, label: 'yes', before: 'yes', now: 'no' },
        ],
        mended: [{ id: 'r4', row: 35, label: 'no', before: 'yes', now: 'no' }],
      },
    })
    const markdown = gateMarkdown(record, { detail: 'full' })
    expect(markdown).toContain('**3 rows newly wrong, 1 newly right** on `test`, against `file:old.csv`.')
    expect(markdown).toContain('| `wing = b\\|<i>` | 20 | 2 | 0 |')
    expect(markdown).toContain('| `r22` | `no` | `no` | `yes` |')
  })

  it('are listed up to the number that is asked for', async () => {
    const { record } = await judged([1, 2, 3], [], { new_errors: { listed: 1 } })
    const { flips } = record.baselines![0]!.evaluations![0]!
    expect(flips!.broken).toBe(3)
    expect(flips!.listed.broken).toHaveLength(1)
    expect(gateMarkdown(record, { detail: 'full' })).toContain('and 2 more.')
  })
})

describe('new errors are never passed over', () => {
  it('because the baseline has no predictions by row', async () => {
    await repository.write('new.csv', predictions([1]))
    await repository.write('old.json', '{"accuracy": 0.9}')
    const { record } = await repository.gate({
      evaluate: { predictions: 'new.csv', positive: 'yes' },
      gate: { baselines: ['file:old.json'], rules: { accuracy: { min: 0.1 } }, new_errors: { max: 0 } },
    })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('not every row of both models is predicted as a class')
  })

  it('because a baseline cannot be had', async () => {
    await repository.write('new.csv', predictions([1]))
    const { record } = await repository.gate(
      {
        evaluate: { predictions: 'new.csv', positive: 'yes' },
        gate: { baselines: ['base'], rules: { accuracy: { min: 0.1 } }, new_errors: { max: 0 } },
      },
      { base: { outcome: 'lost', reason: 'its artifact has expired', hint: 'Run it again.' } },
    )
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
  })

  it('because a prediction is of no class', async () => {
    await repository.write('new.csv', predictions([1]).replace(/,no$/m, ','))
    await repository.write('old.csv', predictions([]))
    const { record } = await repository.gate({
      evaluate: { predictions: 'new.csv', positive: 'yes' },
      gate: { baselines: ['file:old.csv'], rules: { accuracy: { min: 0 } }, new_errors: { max: 40 } },
    })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.comparisons!.at(-1)).toMatchObject({ rule: 'max_new_errors', zone: 'undefined' })
  })

  it('because nothing is compared with', async () => {
    await expect(
      judged([1], [], { baselines: [], rules: { accuracy: { min: 0 } }, new_errors: { max: 1 } }),
    ).rejects.toThrow('gate.new_errors counts what a baseline has right, and gate.baselines is empty')
  })

  it('because the task has no classes', async () => {
    await repository.write('n.csv', 'id,label,prediction\n1,1.5,1\n2,2.5,2\n')
    await repository.write('o.csv', 'id,label,prediction\n1,1.5,1\n2,2.5,2\n')
    await expect(
      repository.gate({
        evaluate: { predictions: 'n.csv', task: 'regression' },
        gate: { baselines: ['file:o.csv'], rules: { mae: { max: 9 } }, new_errors: { max: 1 } },
      }),
    ).rejects.toThrow('no evaluation has classes by row')
  })
})

it('an evaluation that calls itself of another task has not kept its limit of new errors', async () => {
  const config = (more: object = {}) => ({
    evaluations: {
      north: { predictions: 'north.csv', positive: 'yes' },
      south: { predictions: 'south.csv', ...more },
    },
    gate: { baselines: ['base'], rules: { cost: { max: 10 } }, new_errors: { max: 0 } },
    metrics: { cost: { mean: 'cost', direction: 'lower' } },
  })
  const classes = (label: string) => `id,label,prediction,cost\na,${label},0,1\nb,0,0,1\nc,1,1,1\n`
  await repository.write('north.csv', 'id,label,prediction,cost\na,yes,yes,1\nb,no,no,1\n')
  await repository.write('south.csv', classes('0'))
  const before = await repository.gate(config(), { model: 'a' })
  expect(before.record.passes).toBe(true)
  await repository.write('south.csv', classes('0.5'))
  const base = { outcome: 'found' as const, value: before.read }
  const { record } = await repository.gate(config(), { model: 'b', base })
  expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
  expect(record.reason).toContain('new_errors')
})
