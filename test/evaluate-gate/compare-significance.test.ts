import { describe, expect, it } from 'vitest'
import type { MeasuredBaseline } from '../../src/evaluate-gate/measured.ts'
import { baseline, compared, digest, earlier, tested, zones } from './a-comparison.ts'
import { evaluation } from './an-evaluation.ts'

describe('a test', () => {
  const of = (name: string, p: number, model?: string) =>
    baseline({
      name,
      ...(model && { model_digest: digest(model) }),
      evaluations: [earlier({ differences: { accuracy: tested(p) } })],
    })
  const adjusted = (...baselines: MeasuredBaseline[]) =>
    compared({ baselines }).map(({ p_adjusted }) => p_adjusted)

  it('counts once for a model that two baselines name, and once each for two models', () => {
    expect(adjusted(of('base', 0.02, 'a'), of('production', 0.02, 'a'))).toEqual([0.02, 0.02])
    expect(adjusted(of('base', 0.02, 'a'), of('production', 0.02, 'b'))).toEqual([0.04, 0.04])
    expect(adjusted(of('base', 0.02), of('production', 0.02))).toEqual([0.04, 0.04])
  })

  it('says what it could see: the smallest drop that it blocks, and the rows that an equal model needs', () => {
    const found = (allowed: number, rows = 100) =>
      compared({
        evaluations: [evaluation({ rows })],
        baselines: [of('base', 0.02)],
        rules: { accuracy: { max_worsening: allowed } },
      })[0]!
    // 100 rows, a standard error of 0.05: 100 (2.48647 * 0.05 / 0.01)², and 2.48647 * 0.05
    expect(found(0.01).rows_needed).toBe(15457)
    expect(found(0.01).smallest_blocked).toBeCloseTo(0.1243237, 6)
    expect(found(0.1).smallest_blocked).toBeCloseTo(0.1 + 0.8416212 * 0.05, 6)
    expect(found(0)).not.toHaveProperty('rows_needed')
    expect(found(0.01, 0)).not.toHaveProperty('rows_needed')
    expect(Object.keys(compared({})[0]!)).not.toContain('smallest_blocked')
  })

  it('takes no loss for larger than allowed that is so by the rounding of large values alone', () => {
    const evaluations = [evaluation({ metrics: { mae: 1_000_000.3 } })]
    const baselines = [baseline({ evaluations: [earlier({ metrics: { mae: 1_000_000 } })] })]
    expect(1_000_000.3 - 1_000_000).toBeGreaterThan(0.3)
    expect(zones({ evaluations, baselines, rules: { mae: { max_worsening: 0.3 } } })).toEqual(['within'])
  })

  it('asks for a fall where higher is better, for a rise where lower is', () => {
    const evaluations = [evaluation({ metrics: { mae: 2 } })]
    const differences = { mae: { ...tested(0.99, 0.01), change: 1, interval: [0.2, 1.8] as const } }
    const baselines = [baseline({ evaluations: [earlier({ metrics: { mae: 1 }, differences })] })]
    const rules = { mae: { max_worsening: 0.5 } }
    expect(compared({ evaluations, baselines, rules })[0]).toMatchObject({ p_value: 0.01, zone: 'worse' })
  })

  it('is not made of what must improve, where the estimate decides', () => {
    const found = compared({ baselines: [of('base', 0.9)], rules: { accuracy: { must_improve: 0.01 } } })[0]!
    expect(found).toMatchObject({ zone: 'below-bound', interval: [-0.2, 0], allowed: -0.01 })
    expect(found).not.toHaveProperty('p_value')
    expect(found).not.toHaveProperty('p_adjusted')
  })

  it('says of what must improve how much is seen: 0.84 standard errors to each side', () => {
    const found = compared({ baselines: [of('base', 0.9)], rules: { accuracy: { must_improve: 0.01 } } })[0]!
    const error = tested(0.5, 0.5).standardError
    expect(found.smallest_blocked).toBeCloseTo(-0.01 + 0.8416212 * error, 6)
    expect(found.smallest_passed).toBeCloseTo(0.01 + 0.8416212 * error, 6)
  })
})
