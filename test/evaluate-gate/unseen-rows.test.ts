import { describe, expect, it, test } from 'vitest'
import { overlapDoubts, withOverlap } from '../../src/evaluate-gate/compare/overlap-verdict.ts'
import type { CandidateSide } from '../../src/evaluate-gate/measure/measure-candidate.ts'
import { onUnseenRows } from '../../src/evaluate-gate/measure/on-unseen-rows.ts'
import { unseenRows } from '../../src/evaluate-gate/measure/overlap.ts'
import type { ComparedEvaluation } from '../../src/evaluate-gate/measured.ts'
import type { PredictionRows } from '../../src/metrics/read/prediction-rows.ts'
import type { Comparison } from '../../src/record/comparison.ts'
import type { Evaluation } from '../../src/record/evaluation.ts'

const evaluation = (seen?: number): Evaluation => ({
  name: 'test',
  identity: { kind: 'none' },
  rows: 100,
  task: 'binary',
  metrics: { accuracy: 0.9 },
  undefined: [],
  ...(seen !== undefined && { trained_on: seen }),
})

const comparison = (zone: Comparison['zone'], name = 'test'): Comparison => ({
  rule: 'min',
  metric: 'accuracy',
  evaluation: name,
  rows: 100,
  allowed: 0.5,
  method: 'estimate',
  zone,
  explanation: 'accuracy is 0.9.',
})

describe('what is measured on rows that a model was trained on', () => {
  const zoneOf = (zone: Comparison['zone'], of: Evaluation, maxShare = 0.1, name = 'test') =>
    withOverlap([comparison(zone, name)], [of], maxShare)[0]!.zone

  it('holds up to the share that is allowed, and not past it', () => {
    expect(zoneOf('within-bound', evaluation(10))).toBe('within-bound')
    expect(zoneOf('within-bound', evaluation(11))).toBe('not-comparable')
    expect(zoneOf('no-worse', evaluation(1), 0)).toBe('not-comparable')
  })

  it('holds where no row was seen, or none is known to have been', () => {
    expect(zoneOf('no-worse', evaluation(0), 0)).toBe('no-worse')
    expect(zoneOf('no-worse', evaluation(), 0)).toBe('no-worse')
    expect(zoneOf('no-worse', evaluation(50), 0.1, 'another')).toBe('no-worse')
  })

  it.each(['worse', 'below-bound', 'undefined', 'not-comparable'] as const)('stays %s', (zone) => {
    const before = [comparison(zone)]
    expect(withOverlap(before, [evaluation(50)], 0.1)).toEqual(before)
  })

  it('says how many rows and how many were allowed', () => {
    const [one] = withOverlap([comparison('no-worse')], [evaluation(20)], 0.1)
    expect(one!.explanation).toBe(
      'accuracy says nothing: 20 test rows of 100 are among the rows that this model was trained on, more than gate.max_overlap (0.1) allows.',
    )
  })

  it('is a doubt by evaluation, where there is any', () => {
    expect(overlapDoubts([evaluation(), evaluation(0)])).toEqual([])
    expect(overlapDoubts([evaluation(1), { ...evaluation(3), name: 'other' }])).toEqual([
      expect.stringMatching(/^1 test row of 100 of test are/),
      expect.stringMatching(/^3 test rows of 100 of other are/),
    ])
  })
})

const rowsOf = (predicted: readonly string[]): PredictionRows => ({
  rows: predicted.length,
  ids: predicted.map((_, i) => `r${i}`),
  labels: predicted.map(() => '1'),
  predicted,
})

test('unseen rows are those that neither side was trained on; what cannot be told hides none', () => {
  const rows = rowsOf(['1', '1', '1', '1'])
  expect([...unseenRows(rows, [new Set(['r1']), new Set(['r3', 'x'])])]).toEqual([0, 2])
  expect([...unseenRows(rows, [undefined, new Set(['r0'])])]).toEqual([1, 2, 3])
  expect([...unseenRows(rows, [undefined, undefined])]).toEqual([0, 1, 2, 3])
  const { ids: _, ...unnamed } = rows
  expect([...unseenRows(unnamed, [new Set(['r0'])])]).toEqual([0, 1, 2, 3])
})

describe('a comparison without the rows that were seen', () => {
  const candidate = rowsOf(['1', '0', '1', '1', '0'])
  const baseline = rowsOf(['0', '1', '1', '0', '1'])
  const side = (seen?: readonly string[]): CandidateSide & { readonly rows: PredictionRows } => ({
    request: { name: 'test', config: { columns: {} } },
    evaluation: { ...evaluation(), rows: 5, metrics: { accuracy: 0.6, mcc: 0.1, reported: 7 } },
    rows: candidate,
    ruled: [],
    sliced: {
      slices: [
        { name: 'even', rows: Uint32Array.of(0, 2, 4) },
        { name: 'odd', rows: Uint32Array.of(1, 3) },
      ],
      ruled: [],
    } as NonNullable<CandidateSide['sliced']>,
    ...(seen && { overlap: new Set(seen) }),
  })
  const shareRight = ({ labels, predicted }: PredictionRows, at = labels.map((_, i) => i)) =>
    at.filter((i) => labels[i] === predicted![i]).length / at.length
  /** Accuracy of the rows, and of each slice; the correlation has no value on them. */
  const compare = (rows: PredictionRows, { sliced }: CandidateSide): ComparedEvaluation => ({
    name: 'test',
    comparable: true,
    rows: rows.rows,
    metrics: { accuracy: shareRight(rows) },
    undefined: [{ metric: 'mcc', reason: 'one class' }],
    slices: sliced!.slices.map(({ name, rows: at }) => ({
      name,
      metrics: { accuracy: shareRight(rows, [...at]) },
      undefined: [],
      differences: {},
    })),
    sameTestSet: true,
  })
  const judged = (
    seen: readonly string[] | undefined,
    overlap: readonly string[] | undefined,
    maxShare = 0.5,
  ) => onUnseenRows(baseline, side(seen), { overlap: overlap && new Set(overlap), maxShare }, compare)

  it('is of the others, for both sides and every slice', () => {
    expect(judged(['r1'], ['r0', 'elsewhere'])).toMatchObject({
      rows: 3,
      metrics: { accuracy: 2 / 3 },
      trainedOn: 2,
      candidate: { rows: 3, metrics: { accuracy: 2 / 3, reported: 7 }, undefined: [{ metric: 'mcc' }] },
      slices: [
        { name: 'even', metrics: { accuracy: 1 }, candidate: { rows: 2, metrics: { accuracy: 0.5 } } },
        { name: 'odd', metrics: { accuracy: 0 }, candidate: { rows: 1, metrics: { accuracy: 1 } } },
      ],
    })
  })

  it('claims no value of the candidate that these rows have not', () => {
    const { candidate: part } = judged(['r1'], undefined) as ComparedEvaluation
    expect(part!.metrics).not.toHaveProperty('mcc')
  })

  it('is of all rows where none was seen', () => {
    const whole = judged(undefined, []) as ComparedEvaluation
    expect(whole).toMatchObject({ rows: 5, trainedOn: 0 })
    expect(whole.candidate).toBeUndefined()
    expect(judged(undefined, undefined)).not.toHaveProperty('trainedOn')
    const elsewhere = judged(['x'], ['y', 'z']) as ComparedEvaluation
    expect(elsewhere).toMatchObject({ rows: 5, trainedOn: 2 })
    expect(elsewhere.candidate).toBeUndefined()
  })

  it('is none where too many were, or all', () => {
    expect(judged(['r0', 'r1'], [], 0.4)).toMatchObject({ rows: 3 })
    expect(judged(['r0', 'r1'], ['r2'], 0.4)).toMatch(/^3 test rows of 5 are among .*\(0\.4\) allows/)
    expect(judged(['r0', 'r1', 'r2', 'r3', 'r4'], [], 1)).toMatch(/^5 test rows of 5/)
  })
})
