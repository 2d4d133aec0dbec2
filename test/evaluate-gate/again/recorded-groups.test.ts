import { describe, expect, it } from 'vitest'
import { recordedGroups } from '../../../src/evaluate-gate/again/recorded-groups.ts'
import type { CandidateSide } from '../../../src/evaluate-gate/measure/measure-candidate.ts'
import type { PredictionRows } from '../../../src/metrics/read/prediction-rows.ts'
import type { Evaluation } from '../../../src/record/evaluation.ts'
import type { Grouping } from '../../../src/record/fairness.ts'
import { gateRecord } from '../../report/gate-records.ts'

/** Three of six are predicted positive, two of them rightly. */
const rows: PredictionRows = {
  rows: 6,
  labels: ['1', '1', '1', '0', '0', '0'],
  predicted: ['1', '1', '0', '1', '0', '0'],
}
type Group = Grouping['groups'][number]
const rate = (hits: number, trials: number) => ({ value: trials === 0 ? 0 : hits / trials, trials })
const group = (
  name: string,
  of: number,
  [selected, hit, positive]: readonly [number, number, number],
): Group => ({
  name,
  rows: of,
  rates: {
    selection_rate: rate(selected, of),
    true_positive_rate: rate(hit, positive),
    false_positive_rate: rate(selected - hit, of - positive),
  },
})
const f = group('sex = f', 4, [2, 1, 2])
const m = group('sex = m', 2, [1, 1, 1])

const slicing = { columns: ['sex'], depth: 1, bins: 4 }
const side = (change: Partial<CandidateSide> = {}, of: PredictionRows = rows): CandidateSide => ({
  request: { name: 'test', config: { columns: {} } },
  evaluation: gateRecord().evaluations![0]!,
  meaning: { task: 'binary', positive: '1' },
  rows: of,
  ruled: [],
  ...change,
})
const claimed = (groups: readonly Group[], more: Partial<Grouping> = {}): Evaluation => ({
  ...gateRecord().evaluations![0]!,
  fairness: [
    { by: 'age', groups: [] },
    { by: 'sex', groups: [...groups], ...more },
  ],
})
const groups = (of: readonly Group[], more?: Partial<Grouping>, who = side()) =>
  recordedGroups(who, claimed(of, more), slicing)
const changed = (of: Group, name: keyof Group['rates'], to?: Group['rates'][keyof Group['rates']]): Group => {
  const { [name]: _, ...others } = of.rates
  return { ...of, rates: to === undefined ? others : { ...others, [name]: to } }
}

describe('groups that a run recorded', () => {
  it('are taken where they add up to its predictions', () => {
    expect(groups([f, m])).toEqual([{ by: 'sex', groups: [f, m] }])
  })

  it('may lack a rate of which a group has no rows', () => {
    const none = changed(group('sex = x', 0, [0, 0, 0]), 'true_positive_rate')
    expect(groups([f, m, none])).toEqual([{ by: 'sex', groups: [f, m, none] }])
  })

  it.each<[string, readonly Group[]]>([
    ['one is left out', [f]],
    ['one has a row more', [f, { ...m, rows: 3 }]],
    ['one is there twice under one name', [f, { ...m, name: f.name }]],
    ['more were selected', [f, changed(m, 'selection_rate', rate(2, 2))]],
    ['fewer were selected', [f, changed(m, 'selection_rate', rate(0, 2))]],
    ['more were found', [f, changed(m, 'true_positive_rate', rate(2, 2))]],
    ['a rate is of other rows', [f, changed(m, 'true_positive_rate', { value: 0.5, trials: 2 })]],
    ['a rate is left out', [f, changed(m, 'false_positive_rate')]],
  ])('contradict them where %s', (_what, of) => {
    expect(() => groups(of)).toThrow('the groups by sex do not add up to the predictions of that run')
  })

  it('are missing where it recorded none of those that are asked for', () => {
    const asked = { ...slicing, columns: ['region'] }
    expect(() => recordedGroups(side(), claimed([f, m]), asked)).toThrow('no groups by region of test')
    expect(() => recordedGroups(side(), undefined, slicing)).toThrow('no groups by sex of test')
    const { fairness: _, ...none } = claimed([])
    expect(() => recordedGroups(side(), none, slicing)).toThrow('no groups by sex of test')
  })

  it('are of two classes with rows, and of nothing else', () => {
    expect(groups([f, m], {}, side({ meaning: { task: 'multiclass' } }))).toBeUndefined()
    const { rows: _, ...values } = side()
    expect(groups([f, m], {}, values)).toBeUndefined()
    const { meaning: __, ...unmeant } = side()
    expect(groups([f, m], {}, unmeant)).toBeUndefined()
  })

  it('are not counted where they have no value of their own', () => {
    expect(groups([], { fault: 'no group has rows' })).toEqual([
      { by: 'sex', groups: [], fault: 'no group has rows' },
    ])
  })

  it('have no value where the predictions have none', () => {
    const predicted = ['1', null, '0', '1', '0', '0']
    const [found] = groups([f, m], {}, side({}, { ...rows, predicted }))!
    expect(found!.fault).toMatch(/predict/)
  })

  it('of weighted or dependent rows are held to the number of rows alone', () => {
    const weights = Float64Array.of(1, 2, 3, 4, 5, 6)
    const weighed = side({}, { ...rows, weights })
    const other = changed(m, 'selection_rate', { value: 0.9, trials: 7 })
    expect(groups([f, other], {}, weighed)).toHaveLength(1)
    expect(() => groups([f], {}, weighed)).toThrow('do not add up')
    const attributes = { home: ['a', 'a', 'b', 'b', 'c', 'c'] }
    const dependent = side(
      { meaning: { task: 'binary', positive: '1', dependence: { group: 'home' } } },
      { ...rows, attributes },
    )
    expect(groups([f, other], {}, dependent)).toHaveLength(1)
    expect(() => groups([f], {}, dependent)).toThrow('do not add up')
  })
})
