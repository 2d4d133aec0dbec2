import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareAll } from '../../src/evaluate-gate/compare/compare.ts'
import type { Contest } from '../../src/evaluate-gate/compare/contest.ts'
import { judge } from '../../src/evaluate-gate/compare/verdict.ts'
import { metricNamed } from '../../src/metrics/catalogue.ts'
import { pairedDifferences } from '../../src/metrics/compare/paired-differences.ts'
import { computeMetrics } from '../../src/metrics/compute.ts'
import { interpret } from '../../src/metrics/interpret/interpret.ts'
import { byId, type PredictionRows } from '../../src/metrics/read/prediction-rows.ts'
import type { Evaluation } from '../../src/record/evaluation.ts'

/** 0 and 1 with what each of two models says, row by row. */
const rowArbitrary = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean())
const rowsArbitrary = fc.array(rowArbitrary, { minLength: 1, maxLength: 120 })
const allowedArbitrary = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.3, noNaN: true }))

type Row = readonly [label: boolean, candidate: boolean, baseline: boolean]

const side = (rows: readonly Row[], of: 1 | 2): PredictionRows => ({
  rows: rows.length,
  ids: rows.map((_, i) => `r${i}`),
  labels: rows.map(([label]) => (label ? '1' : '0')),
  predicted: rows.map((row) => (row[of] ? '1' : '0')),
})

const meaning = { task: 'binary', positive: '1' } as const

function evaluationOf(rows: PredictionRows): Evaluation {
  const { metrics, undefined: none } = computeMetrics(interpret(rows, meaning, 'test'))
  return {
    name: 'test',
    identity: { kind: 'none' },
    rows: rows.rows,
    task: 'binary',
    metrics: { ...metrics },
    undefined: [...none],
  }
}

function contest(candidate: PredictionRows, baseline: PredictionRows, allowed: number): Contest {
  const { metrics, undefined: none, rows } = evaluationOf(baseline)
  const differences = pairedDifferences(candidate, baseline, meaning, [metricNamed('accuracy')!])
  const compared = {
    name: 'test',
    comparable: true as const,
    rows,
    metrics,
    undefined: none,
    differences,
    sameTestSet: true,
  }
  return {
    candidate: { evaluations: [evaluationOf(candidate)] },
    baselines: [{ name: 'base', description: 'base', evaluations: [compared] }],
    rules: { accuracy: { max_worsening: allowed } },
    directions: { accuracy: 'higher' },
  }
}

const severity = ['pass', 'waived', 'no-baseline', 'inconclusive', 'not-comparable', 'fail']
const judged = (given: Contest) =>
  judge(
    compareAll(given).map(({ zone }) => zone),
    'warn',
  )
const severityOf = (given: Contest) => severity.indexOf(judged(given).verdict)

describe('whatever the predictions', () => {
  it('equal ones pass', () => {
    fc.assert(
      fc.property(rowsArbitrary, allowedArbitrary, (rows, allowed) => {
        const candidate = side(rows, 1)
        expect(judged(contest(candidate, candidate, allowed))).toMatchObject({
          verdict: 'pass',
          passes: true,
        })
      }),
    )
  })

  it('a candidate that is right on one row fewer gets no better verdict', () => {
    fc.assert(
      fc.property(rowsArbitrary, allowedArbitrary, fc.nat(), (rows, allowed, pick) => {
        const right = rows.flatMap(([label, candidate], i) => (label === candidate ? [i] : []))
        fc.pre(right.length > 0)
        const spoilt = right[pick % right.length]!
        const worse = rows.map((row, i): Row => (i === spoilt ? [row[0], !row[1], row[2]] : row))
        const baseline = side(rows, 2)
        expect(severityOf(contest(side(worse, 1), baseline, allowed))).toBeGreaterThanOrEqual(
          severityOf(contest(side(rows, 1), baseline, allowed)),
        )
      }),
    )
  })

  it('a smaller allowance gets no better verdict', () => {
    fc.assert(
      fc.property(rowsArbitrary, allowedArbitrary, allowedArbitrary, (rows, a, b) => {
        const strict = Math.min(a, b)
        const lax = Math.max(a, b)
        const [candidate, baseline] = [side(rows, 1), side(rows, 2)]
        expect(severityOf(contest(candidate, baseline, strict))).toBeGreaterThanOrEqual(
          severityOf(contest(candidate, baseline, lax)),
        )
      }),
    )
  })

  it('the order of the rows changes nothing', () => {
    const withOrder = rowsArbitrary.chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray(
          rows.map((_, i) => i),
          { minLength: rows.length },
        ),
      ),
    )
    fc.assert(
      fc.property(withOrder, allowedArbitrary, ([rows, order], allowed) => {
        const shuffled = ({ ids, labels, predicted, rows: count }: PredictionRows): PredictionRows => ({
          rows: count,
          ids: order.map((i) => ids![i]!),
          labels: order.map((i) => labels[i]!),
          predicted: order.map((i) => predicted![i]!),
        })
        const [candidate, baseline] = [side(rows, 1), side(rows, 2)]
        const there = compareAll(contest(byId(candidate), byId(baseline), allowed))
        expect(compareAll(contest(byId(shuffled(candidate)), byId(shuffled(baseline)), allowed))).toEqual(
          there,
        )
      }),
    )
  })

  it('no metric without a value passes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('min', 'max', 'max_worsening'),
        fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        (rule, bound) => {
          const [candidate, baseline] = [side([[true, true, true]], 1), side([[true, true, true]], 2)]
          const given = contest(candidate, baseline, 1)
          const [evaluation] = given.candidate.evaluations
          const spoilt = {
            ...evaluation!,
            metrics: {},
            undefined: [{ metric: 'accuracy', reason: 'it is NaN' }],
          }
          const verdict = judged({
            ...given,
            candidate: { evaluations: [spoilt] },
            rules: { accuracy: { [rule]: bound } },
          })
          expect(verdict).toMatchObject({ verdict: 'fail', passes: false })
        },
      ),
    )
  })
})
