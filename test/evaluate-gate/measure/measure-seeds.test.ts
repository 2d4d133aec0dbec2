import { describe, expect, it } from 'vitest'
import { inputError, outsideError } from '../../../src/errors.ts'
import type { CandidateSide } from '../../../src/evaluate-gate/measure/measure-candidate.ts'
import { measureSeeds, withSeeds } from '../../../src/evaluate-gate/measure/measure-seeds.ts'
import type { MeasuredBaseline } from '../../../src/evaluate-gate/measured.ts'
import type { JudgeRequest } from '../../../src/evaluate-gate/request.ts'
import type { PredictionRows } from '../../../src/metrics/read/prediction-rows.ts'
import { ruledMetrics } from '../../../src/rules/ruled-metrics.ts'
import { evaluation } from '../an-evaluation.ts'

const rowsOf = (predicted: readonly string[], change: Partial<PredictionRows> = {}): PredictionRows => ({
  rows: 4,
  ids: ['a', 'b', 'c', 'd'],
  labels: ['0', '1', '0', '1'],
  predicted,
  ...change,
})
const right = rowsOf(['0', '1', '0', '1'])
const half = rowsOf(['0', '0', '1', '1'])
const side = (change: Partial<CandidateSide> = {}): CandidateSide => ({
  request: { name: 'test', config: { columns: {} } },
  evaluation: evaluation(),
  rows: right,
  meaning: { task: 'binary', positive: '1' },
  ruled: ruledMetrics(['accuracy', 'log_loss'], {}),
  ...change,
})

const measured = (seeds: readonly (PredictionRows | Error)[], of = side()) => {
  const files = seeds.map((_, i) => ({ path: `${i}`, label: `seed ${i}`, ships: i === 0 }))
  const read = async ({ predictions }: { readonly predictions: { readonly path: string } }) => {
    const one = seeds[Number(predictions.path)]!
    if (one instanceof Error) throw one
    return one
  }
  return measureSeeds(files, of, { own: {} } as JudgeRequest, { read, close: () => undefined })
}

describe('the models of several seeds', () => {
  it('are measured each by what every one of them has', async () => {
    const found = await measured([right, half])
    expect(found).toHaveProperty('values', { accuracy: [1, 0.5] })
    expect(found).toHaveProperty('shipped.accuracy', 1)
    const score = Float64Array.of(0.1, 0.9, 0.2, 0.8)
    const scored = rowsOf(right.predicted as string[], { score })
    expect(await measured([scored, scored])).toHaveProperty('values.log_loss')
    expect(await measured([scored, half])).toHaveProperty('values', { accuracy: [1, 0.5] })
  })

  it.each<[string, string, () => ReturnType<typeof measured>]>([
    [
      'the candidate has none',
      'the candidate has no predictions',
      () => {
        const { rows: _, ...none } = side()
        return measured([right, right], none)
      },
    ],
    ['there is one', 'its training kept predictions of no two seeds', () => measured([right])],
    [
      'one is of other rows',
      "seed 1: 1 of 4 ids are not those of this model's rows",
      () => measured([right, rowsOf(['0', '1', '0', '1'], { ids: ['a', 'b', 'c', 'x'] })]),
    ],
    [
      'one cannot be read',
      'no column',
      () => measured([right, inputError('column', 'no column', { hint: 'x' })]),
    ],
  ])('are not measured where %s', async (_where, why, of) => {
    expect(await of()).toBe(why)
  })

  it('and trouble of the world is an error', async () => {
    const down = outsideError('engine', 'no engine', { hint: 'x' })
    await expect(measured([right, down])).rejects.toBe(down)
    const mistake = new TypeError('a mistake')
    await expect(measured([right, mistake])).rejects.toBe(mistake)
  })
})

it('means over seeds are compared on the evaluation that they are of, by metrics that both have', () => {
  const compared = {
    name: 'test',
    comparable: true as const,
    rows: 4,
    metrics: {},
    undefined: [],
    sameTestSet: true,
  }
  const lost = { name: 'test', comparable: false as const, reason: 'lost', had: [] }
  const other = { ...compared, name: 'other' }
  const baseline: MeasuredBaseline = { name: 'base', description: '', evaluations: [compared, other, lost] }
  const found = withSeeds(
    baseline,
    side({ evaluation: evaluation({ metrics: {} }) }),
    { values: { accuracy: [1, 0.5], f1: [1, 1], mcc: [1, 1] }, shipped: {} },
    { values: { accuracy: [0.5, 0.25, 0.5], f1: [1, 1] }, shipped: {} },
  )
  expect(found.evaluations.slice(1)).toEqual([other, lost])
  expect(found.evaluations[0]).toStrictEqual({
    ...compared,
    seeds: {
      accuracy: {
        candidate: 0.75,
        baseline: expect.closeTo(1.25 / 3, 12),
        seeds: [2, 3],
        difference: expect.objectContaining({ method: 'welch', change: expect.closeTo(0.75 - 1.25 / 3, 12) }),
      },
      f1: { candidate: 1, baseline: 1, seeds: [2, 2] },
    },
  })
})
