import { describe, expect, it } from 'vitest'
import type { Judged } from '../../../src/evaluate-gate/compare/draft.ts'
import {
  baselineName,
  chanceText,
  explain,
  judgement,
  probability,
} from '../../../src/evaluate-gate/explain/explain.ts'

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

describe('what a comparison found, in a sentence', () => {
  const said = (
    more: Partial<Judged>,
    { several = false, tests }: { several?: boolean; tests?: number } = {},
  ) =>
    explain(
      {
        rule: 'max_worsening',
        metric: 'accuracy',
        evaluation: 'test',
        direction: 'higher',
        rows: 200,
        allowed: 0.01,
        baseline: { name: 'base' },
        method: 'none',
        zone: 'within',
        ...more,
      } as Judged,
      {
        adjustment: tests === undefined ? undefined : ({ tests, alpha: 0.05 } as never),
        severalEvaluations: several,
      },
    )
  const fell = { candidate_value: 0.8, baseline_value: 0.9, change: -0.1 }

  it('says what it is of', () => {
    const undecided = { zone: 'not-judged' as const }
    expect(said(undecided)).toBe('accuracy was not judged.')
    expect(said(undecided, { several: true })).toBe('accuracy on test was not judged.')
    expect(said({ ...undecided, slice: 'age is 7' }, { several: true })).toBe(
      'accuracy on test where age is 7 was not judged.',
    )
    expect(said({ ...undecided, by: 'sex' })).toBe('accuracy by sex was not judged.')
    expect(said({ ...undecided, by: 'sex', group: 'sex is x', why: ' it has 3 rows. ' })).toBe(
      'sex is x was left out of fairness by sex: it has 3 rows.',
    )
  })

  it('says why it could not be judged, as far as that is known', () => {
    const why = 'there are no rows.'
    expect(said({ zone: 'not-judged', why })).toBe('accuracy was not judged: there are no rows.')
    expect(said({ zone: 'undefined', why })).toBe('accuracy has no value: there are no rows.')
    expect(said({ zone: 'undefined' })).toBe('accuracy has no value.')
    expect(said({ zone: 'not-comparable', why })).toBe(
      'accuracy cannot be compared with base: there are no rows.',
    )
    expect(said({ zone: 'not-comparable' })).toContain(': the reason is not known.')
    expect(said({ zone: 'no-baseline', why })).toBe(
      'accuracy has nothing to be compared with in base: there are no rows.',
    )
    expect(said({ zone: 'identical' })).toBe(
      'accuracy needs no comparison with base: it is the same model on the same test set.',
    )
  })

  it('says which way it went, and how far', () => {
    expect(said(fell)).toBe(
      'accuracy fell from 0.9000 (base) to 0.8000, 0.1000 worse: inside the 0.01 allowed, judged by the estimate alone.',
    )
    const rose = { candidate_value: 0.9, baseline_value: 0.8, change: 0.1 }
    expect(said(rose)).toContain('accuracy rose from 0.8000 (base) to 0.9000, 0.1000 better: inside')
    expect(said({ ...rose, direction: 'lower' })).toContain(
      'rose from 0.8000 (base) to 0.9000, 0.1000 worse: ',
    )
    expect(said({ candidate_value: 0.8, baseline_value: 0.8, change: 0 })).toMatch(
      /^accuracy is 0\.80*, as in base: inside/,
    )
    expect(said({ ...fell, seeds: [3, 5] })).toContain('accuracy on average fell from')
    expect(said({ ...fell, zone: 'worse' })).toContain(
      ': more than the 0.01 allowed, judged by the estimate alone',
    )
    expect(said({ ...fell, zone: 'worse', p_adjusted: 0.001, slice: 'x is 1' }, { tests: 4 })).toContain(
      '(p = 0.0010, adjusted over 4 tests of slices)',
    )
    expect(said({ ...fell, zone: 'worse', p_adjusted: 0.001 }, { tests: 4 })).toContain('over 4 tests)')
    expect(said({ ...fell, allowed: 0.0450001, allowed_ratio: 0.05 })).toContain(
      'inside the 0.045 (5 %) allowed',
    )
  })

  it('calls a baseline by what it is', () => {
    const name = (of: string) => baselineName({ baseline: { name: of } })
    expect(['base', 'file:a.csv', 'version:1.2', 'a file:b'].map(name)).toEqual([
      'base',
      'a.csv',
      'version 1.2',
      'a file:b',
    ])
    expect(baselineName({})).toBe('the baseline')
  })

  it('says of an improvement what it must be, and how sure it is', () => {
    expect(said({ rule: 'must_improve', allowed: -0.02, ...fell, zone: 'below-bound' })).toBe(
      'accuracy fell from 0.9000 (base) to 0.8000, 0.1000 worse: less than the 0.02 that it must be better.',
    )
    expect(said({ rule: 'must_improve', zone: 'no-baseline', why: 'x' })).toContain('nothing to be compared')
    const sentence = (more: Partial<Judged>) =>
      said({
        rule: 'must_improve',
        allowed: -0.02,
        candidate_value: 0.9,
        baseline_value: 0.85,
        change: 0.05,
        ...more,
      })
    expect(sentence({})).toContain(
      'better: at least the 0.02 that it must be better, judged by the estimate alone.',
    )
    expect(sentence({ interval: [-0.01, 0.11] })).toContain(
      'at least the 0.02 that it must be better, though on 200 rows that can be chance.',
    )
    expect(sentence({ zone: 'no-worse', interval: [0.03, 0.07] })).toContain(
      '; with 95% confidence at least 0.0300 better, at least the 0.02 that it must be better.',
    )
  })

  it('says of a naive model what it does, and by how much this one is better', () => {
    const beside = (more: Partial<Judged>) =>
      said({
        rule: 'better_than_naive',
        allowed: -0.1,
        candidate_value: 0.9,
        baseline_value: 0.7,
        change: 0.2,
        naive: 'always says 1',
        ...more,
      })
    const head = 'accuracy is 0.9000, 0.2000 better than the 0.7000 of a model that always says 1'
    expect(beside({})).toBe(`${head}: at least the 0.1 that it must be better, judged by the estimate alone.`)
    expect(beside({ p_value: 0.001 })).toBe(
      `${head}: at least the 0.1 that it must be better, and more than chance explains (p = 0.0010).`,
    )
    expect(beside({ zone: 'below-bound' })).toBe(`${head}: less than the 0.1 that it must be better.`)
    expect(beside({ zone: 'beyond', p_value: 0.2 })).toBe(
      `${head}, but on 200 rows that can be chance (p = 0.20).`,
    )
    const at_all = { allowed: 0, change: 0, baseline_value: 0.9 }
    expect(beside({ ...at_all, zone: 'below-bound' })).toBe(
      'accuracy is 0.9000, no better than the 0.9000 of a model that always says 1: it must be better.',
    )
    expect(beside({ allowed: 0 })).toBe(`${head}: better at all, judged by the estimate alone.`)
    expect(beside({ allowed: 0, p_value: 0.001 })).toBe(`${head}: more than chance explains (p = 0.0010).`)
    expect(beside({ change: -0.2, zone: 'below-bound' })).toContain('0.2000 worse than the 0.7000')
  })

  it('says of a bound on which side of it the value is, and how near where it is a share of rows', () => {
    const bound = (more: Partial<Judged>) =>
      said({ rule: 'min', zone: 'within-bound', allowed: 0.75, candidate_value: 0.95, ...more })
    expect(bound({})).toContain('at or above the minimum of 0.75')
    expect(bound({ rule: 'max', allowed: 0.99 })).toContain('at or below the maximum of 0.99')
    expect(bound({ zone: 'below-bound', allowed: 0.99 })).toContain(', below the minimum of 0.99')
    expect(bound({ zone: 'below-bound', rule: 'max' })).toContain(', above the maximum of 0.75')
    const close = (more: Partial<Judged>) =>
      bound({ candidate_value: 0.8, ...more }).includes('That is close')
    expect(bound({ candidate_value: 0.8 })).toContain('That is close: on 200 rows it varies by about 0.06')
    expect(close({})).toBe(true)
    for (const far of [
      { allowed: 0.74 },
      { metric: 'f1' },
      { rows: 0 },
      { candidate_value: -0.1, allowed: -0.1 },
      { candidate_value: 1.1, allowed: 1.1 },
      { candidate_interval: [0.7, 0.9] as [number, number] },
    ])
      expect(close(far)).toBe(false)
    const sure = { candidate_value: 0.95, candidate_interval: [0.9, 0.98] as [number, number] }
    expect(bound(sure)).toContain('with 95% confidence at least 0.9000; the minimum is 0.75')
    expect(bound({ ...sure, rule: 'max' })).toContain(
      'with 95% confidence at most 0.9800; the maximum is 0.75',
    )
  })

  it('says of new errors how many there are, and of how many the reverse holds', () => {
    const flipped = (more: Partial<Judged>) =>
      said({ rule: 'max', metric: 'new_errors', mended: 1200, candidate_value: 3, allowed: 5, ...more }, {})
    expect(flipped({ zone: 'within-bound' })).toMatch(
      /^3 of 200 rows are wrong that base has right, inside the 5 allowed.*1,200\.$/,
    )
    expect(flipped({ zone: 'below-bound', candidate_value: 1 })).toMatch(
      /^1 of 200 rows is wrong that base has right, more than the 5 allowed/,
    )
    expect(flipped({ allowed_ratio: 0.05, slice: 'x is 1' })).toMatch(
      /^3 of 200 rows where x is 1 are wrong .* the 5 % allowed/,
    )
  })

  it('says of a gap what it is on the rows of the training', () => {
    const gap = (more: Partial<Judged>) => said({ rule: 'max_gap', training: 'train', ...fell, ...more })
    expect(gap({})).toBe(
      'accuracy is 0.8000 on test and 0.9000 on train, 0.1000 worse: inside the 0.01 allowed, judged by the estimate alone.',
    )
    expect(gap({ change: 0.1 })).toContain('0.1000 better: inside')
    expect(gap({ change: 0 })).toContain('as much: inside')
    expect(said({ rule: 'max_gap', training: 'train', zone: 'undefined' })).toBe('accuracy has no value.')
  })

  it('says of a disparity which groups it is between', () => {
    const extremes = {
      rate: 'selection rate',
      lowest: { group: 'sex is f', value: 0.3 },
      highest: { group: 'sex is m', value: 0.5 },
    }
    const disparity = (more: Partial<Judged>, tests?: number) =>
      said(
        {
          rule: 'max',
          metric: 'demographic_parity_difference',
          by: 'sex',
          allowed: 0.25,
          candidate_value: 0.2,
          candidate_interval: [0.1, 0.3],
          extremes,
          ...more,
        } as Partial<Judged>,
        tests === undefined ? {} : { tests },
      ).replace('demographic_parity_difference by sex is ', '')
    const groups = ': selection rate is 0.3000 where sex is f and 0.5000 where sex is m.'
    expect(disparity({})).toBe(
      `0.2000, inside the maximum of 0.25, though up to 0.3000 cannot be ruled out${groups}`,
    )
    expect(disparity({ allowed: 0.3 })).toBe(
      `0.2000, inside the maximum of 0.3, with 95% confidence at most 0.3000${groups}`,
    )
    expect(disparity({ rule: 'min', allowed: 0.1 })).toBe(
      `0.2000, inside the minimum of 0.1, with 95% confidence at least 0.1000${groups}`,
    )
    expect(disparity({ rule: 'min', allowed: 0.15 })).toBe(
      `0.2000, inside the minimum of 0.15, though down to 0.1000 cannot be ruled out${groups}`,
    )
    expect(disparity({ zone: 'below-bound', allowed: 0.15, p_adjusted: 0.001 }, 2)).toBe(
      `0.2000, above the maximum of 0.15, and more than chance explains (p = 0.0010, adjusted over 2 tests)${groups}`,
    )
    expect(disparity({ rule: 'min', zone: 'beyond', allowed: 0.25, p_adjusted: 0.2 })).toBe(
      `0.2000, below the minimum of 0.25, but with so few rows a group that can be chance (p = 0.20)${groups}`,
    )
    expect(disparity({ confident: true } as never)).toBe(
      `0.2000, with 95% confidence at most 0.3000; the maximum is 0.25${groups}`,
    )
    expect(disparity({ rule: 'min', confident: true } as never)).toBe(
      `0.2000, with 95% confidence at least 0.1000; the minimum is 0.25${groups}`,
    )
  })
})
