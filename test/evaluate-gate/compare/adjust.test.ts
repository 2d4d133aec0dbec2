import { describe, expect, test } from 'vitest'
import { adjust } from '../../../src/evaluate-gate/compare/adjust.ts'
import type { Draft } from '../../../src/evaluate-gate/compare/draft.ts'
import { randomFrom } from '../../../src/stats/random.ts'

const draft = (metric: string, pValue: number, slice?: string): Draft => ({
  comparison: {
    rule: 'max_worsening',
    metric,
    evaluation: 'test',
    rows: 100,
    allowed: 0.01,
    method: 'student',
    ...(slice !== undefined && { slice }),
  },
  test: { standardError: 0.01, family: metric, pValue },
})
const slices = (count: number, p: number) => Array.from({ length: count }, (_, i) => draft('f1', p, `s${i}`))

describe('the adjustment of a verdict', () => {
  test('is Holm over all tests where none is of a slice', () => {
    const drafts = [draft('f1', 0.01), draft('mcc', 0.04)]
    expect(drafts.map((d) => adjust(drafts).get(d)!.p)).toEqual([0.02, 0.04])
  })

  test('of the whole test set is the same beside one slice and beside five hundred', () => {
    const whole = draft('accuracy', 0.01)
    for (const count of [1, 500])
      expect(adjust([whole, ...slices(count, 0.5)]).get(whole)).toMatchObject({
        p: 0.02,
        tests: 1,
        alpha: 0.025,
      })
  })

  test('of slices counts them, and not the rules beside them', () => {
    const [first, ...others] = slices(20, 0.001)
    const drafts = [first!, ...others, draft('f1', 0.2), draft('mcc', 0.2)]
    expect(adjust(drafts).get(first!)).toMatchObject({ p: 0.04, tests: 20 })
  })

  test('compares one model under two names once', () => {
    const twice = [draft('f1', 0.03), draft('f1', 0.03)]
    expect(adjust(twice).get(twice[0]!)).toMatchObject({ p: 0.03, tests: 1 })
  })

  test('leaves drafts without a test alone', () => {
    const { test: _, ...bare } = draft('f1', 0.5)
    expect(adjust([bare]).size).toBe(0)
  })

  test('calls anything worse in at most 5% of verdicts when nothing is', () => {
    const random = randomFrom('adjust')
    const runs = 4000
    let alarms = 0
    for (let run = 0; run < runs; run++) {
      const drafts = [
        ...['f1', 'mcc', 'mae'].map((metric) => draft(metric, random())),
        ...Array.from({ length: 10 }, (_, i) => draft('f1', random(), `s${i}`)),
      ]
      if ([...adjust(drafts).values()].some(({ p }) => p <= 0.05)) alarms++
    }
    expect(alarms / runs).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs))
    expect(alarms / runs).toBeGreaterThan(0.04)
  })
})
