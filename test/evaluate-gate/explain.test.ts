import { describe, expect, it } from 'vitest'
import type { Judged } from '../../src/evaluate-gate/draft.ts'
import { chanceText, judgement, probability } from '../../src/evaluate-gate/explain.ts'

describe('a chance', () => {
  it.each([
    [0.00009, '< 0.0001'],
    [0.0001, '= 0.0001'],
    [0.00994, '= 0.0099'],
    [0.01, '= 0.01'],
    [0.5, '= 0.50'],
  ])('%d is written %s', (p, text) => {
    expect(probability(p)).toBe(text)
  })

  it('says over how many tests it is adjusted, where there are several', () => {
    expect(chanceText(0.02, { tests: 1, alpha: 0.05 } as never)).toBe('p = 0.02')
    expect(chanceText(0.02, { tests: 3, alpha: 0.05 } as never)).toBe('p = 0.02, adjusted over 3 tests')
    expect(chanceText(0.02, { tests: 3, alpha: 0.05 } as never, 'slices')).toContain('3 tests of slices')
  })
})

describe('what was allowed of a change', () => {
  const said = (more: Partial<Judged>) =>
    judgement(
      { zone: 'within', allowed: 0.01, rows: 200, direction: 'higher', change: -0.005, ...more } as Judged,
      undefined,
    )

  it('is told with what chance has to do with it', () => {
    expect(said({ zone: 'worse', p_adjusted: 0.001 })).toBe(
      ': more than the 0.01 allowed, and more than chance explains (p = 0.0010)',
    )
    expect(said({ zone: 'beyond', p_adjusted: 0.2 })).toBe(
      ': more than the 0.01 allowed, but on 200 rows that can be chance (p = 0.20)',
    )
    expect(said({ zone: 'beyond', p_adjusted: 0.2, rows: 0 })).toContain('but that can be chance')
    expect(said({ zone: 'beyond', p_adjusted: 0.2, seeds: [3, 5] })).toContain(
      'but with 3 seeds against 5 that',
    )
  })

  it('is told by the estimate alone, or with what cannot be ruled out', () => {
    expect(said({})).toBe(': inside the 0.01 allowed, judged by the estimate alone')
    expect(said({ interval: [-0.03, 0.01] })).toBe(
      ': inside the 0.01 allowed, though on 200 rows a worsening of up to 0.0300 cannot be ruled out',
    )
  })

  it('is told with how much worse at most, or how much better at least, it is', () => {
    const sure = (interval: [number, number], direction: 'higher' | 'lower' = 'higher') =>
      said({ zone: 'no-worse', interval, direction })
    expect(sure([-0.004, 0.02])).toBe('; with 95% confidence at most 0.00400 worse, inside the 0.01 allowed')
    expect(sure([0.002, 0.02])).toContain('at least 0.00200 better')
    expect(sure([-0.02, -0.002], 'lower')).toContain('at least 0.00200 better')
  })
})
