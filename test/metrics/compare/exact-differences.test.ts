import { describe, expect, it } from 'vitest'
import { metricNamed } from '../../../src/metrics/catalogue.ts'
import { withinDoubles } from '../../../src/metrics/compare/difference.ts'
import { pairedDifferences } from '../../../src/metrics/compare/paired-differences.ts'
import { computeMetrics } from '../../../src/metrics/compute.ts'
import { interpret, type Meaning } from '../../../src/metrics/interpret/interpret.ts'
import { intervalsOf } from '../../../src/metrics/intervals/intervals-of.ts'
import type { PredictionRows } from '../../../src/metrics/read/prediction-rows.ts'
import { rowsAt } from '../../../src/metrics/read/rows-at.ts'
import { mcNemarWorse } from '../../../src/stats/mcnemar.ts'
import { studentTQuantile } from '../../../src/stats/student-t.ts'
import { tangoInterval } from '../../../src/stats/tango.ts'
import { twoModels } from '../two-models.ts'

const metrics = (names: readonly string[]) => names.map((name) => metricNamed(name)!)
const compare = (candidate: PredictionRows, baseline: PredictionRows, meaning: Meaning, ...names: string[]) =>
  pairedDifferences(candidate, baseline, meaning, metrics(names))
const texts = (values: readonly number[]) => values.map(String)
const binary: Meaning = { task: 'binary', positive: '1' }
const numbers: Meaning = { task: 'regression' }

describe('rows that one of two models alone has right', () => {
  const labels = texts([1, 1, 1, 1, 1, 0, 0, 0, 0, 0])
  const before = { rows: 10, labels, predicted: texts([1, 1, 1, 1, 0, 0, 0, 0, 0, 0]) }
  const after = { rows: 10, labels, predicted: texts([0, 1, 1, 1, 1, 1, 1, 0, 0, 0]) }
  it.each([
    // One is newly right and three newly wrong, of which two are negative.
    ['of all', 'accuracy', { n10: 1, n01: 3, n: 10 }],
    ['of the positive ones', 'recall', { n10: 1, n01: 1, n: 5 }],
  ])("%s are tested by McNemar's test, and bounded by Tango's interval", (_which, name, counts) => {
    const { n10, n01, n } = counts
    expect(compare(after, before, binary, name)[name]).toMatchObject({
      method: 'tango+mcnemar',
      change: (n10 - n01) / n,
      interval: tangoInterval(counts, 0.9),
      pLower: mcNemarWorse(counts),
      pHigher: mcNemarWorse({ n10: n01, n01: n10, n }),
    })
  })

  it('are none where no row is positive', () => {
    const none = { rows: 2, labels: texts([0, 0]), predicted: texts([0, 1]) }
    expect(compare(none, none, binary, 'recall')).toEqual({})
  })
})

describe('errors of numbers', () => {
  const [candidate, baseline] = twoModels('regression', 60, 'exact', [0.5, 0.7])
  const compared = () => compare(candidate, baseline, numbers, 'mse', 'rmse', 'r2')
  const labels = candidate.labels.map(Number)
  const meanSquare = (rows: PredictionRows) =>
    rows.predicted!.reduce((sum, cell, i) => sum + (Number(cell) - labels[i]!) ** 2 / rows.rows, 0)

  it('are tested by their squares, in the unit of their root', () => {
    const { mse, rmse } = compared()
    const roots = Math.sqrt(meanSquare(candidate)) + Math.sqrt(meanSquare(baseline))
    expect(rmse!.interval[0]).toBeCloseTo(mse!.interval[0] / roots, 12)
    expect(rmse!.interval[1]).toBeCloseTo(mse!.interval[1] / roots, 12)
    expect(rmse!.pLower).toBe(mse!.pLower)
  })

  it('are tested by their squares, in units of the variance of the labels, the other way round', () => {
    const { mse, r2 } = compared()
    const mean = labels.reduce((sum, label) => sum + label / 60, 0)
    const variance = labels.reduce((sum, label) => sum + (label - mean) ** 2 / 60, 0)
    expect(r2!.change).toBeCloseTo(-mse!.change / variance, 12)
    expect(r2!.interval[0]).toBeCloseTo(-mse!.interval[1] / variance, 12)
    expect(r2!.interval[1]).toBeCloseTo(-mse!.interval[0] / variance, 12)
    expect(r2!.pLower).toBe(mse!.pHigher)
  })

  it('that a model makes of every row alike leave the explained variance as it was', () => {
    const shifted = { ...candidate, predicted: candidate.predicted!.map((cell) => String(Number(cell) + 5)) }
    const { explained_variance: was } = compare(candidate, baseline, numbers, 'explained_variance')
    const { explained_variance: is, r2: less } = compare(
      shifted,
      baseline,
      numbers,
      'explained_variance',
      'r2',
    )
    expect(is!.change).toBeCloseTo(was!.change, 9)
    expect(is!.pLower).toBeCloseTo(was!.pLower, 9)
    expect(less!.change).toBeLessThan(compared().r2!.change - 1)
  })

  it('of labels that never vary have no share of their variance', () => {
    const constant = (predicted: number[]) => ({
      rows: 3,
      labels: texts([2, 2, 2]),
      predicted: texts(predicted),
    })
    const found = compare(
      constant([1, 2, 4]),
      constant([2, 5, 2]),
      numbers,
      'r2',
      'explained_variance',
      'mae',
    )
    expect(Object.keys(found)).toEqual(['mae'])
  })

  it('are tested by no number that a double cannot hold', () => {
    const fine = { change: 1, interval: [0, 2], standardError: 1, pLower: 0.5, pHigher: 0.5 } as const
    expect(withinDoubles(fine)).toBe(fine)
    for (const key of ['change', 'standardError', 'pLower', 'pHigher'])
      expect(withinDoubles({ ...fine, [key]: Number.NaN }), key).toBeUndefined()
    expect(withinDoubles({ ...fine, interval: [Number.NEGATIVE_INFINITY, 2] })).toBeUndefined()
    expect(withinDoubles({ ...fine, interval: [0, Number.POSITIVE_INFINITY] })).toBeUndefined()
  })
})

describe('rows that belong together by two columns', () => {
  const rows = 120
  const attributes = {
    patient: Array.from({ length: rows }, (_, row) => String(row % 30)),
    at: Array.from({ length: rows }, (_, row) => String(row)),
  }
  // The candidate is worse for every fifth patient.
  const [{ predicted, ...one }, other] = twoModels('regression', rows, 'two columns')
  const candidate = {
    ...one,
    predicted: predicted!.map((cell, row) => String(Number(cell) + (row % 5 === 0 ? 5 : 0))),
    attributes,
  }
  const baseline = { ...other, attributes }
  const by = (dependence: Meaning['dependence'] & object) => ({ ...numbers, dependence })
  const mae = (meaning: Meaning) => compare(candidate, baseline, meaning, 'mae').mae!

  it('are tested by the column that leaves more in doubt, and named for both', () => {
    const [clusters, blocks] = [mae(by({ group: 'patient' })), mae(by({ time: 'at' }))]
    const both = mae(by({ group: 'patient', time: 'at' }))
    expect([clusters.method, blocks.method, both.method]).toEqual([
      'student+clusters',
      'student+blocks',
      'student+clusters+blocks',
    ])
    expect(clusters.standardError).toBeGreaterThan(1.5 * blocks.standardError)
    expect(both.standardError).toBe(clusters.standardError)
    expect(both.change).toBe(clusters.change)
    for (const { interval, standardError, pLower, pHigher } of [clusters, blocks, both]) {
      const alone = mae(numbers)
      expect(interval[0]).toBeLessThanOrEqual(alone.interval[0])
      expect(interval[1]).toBeGreaterThanOrEqual(alone.interval[1])
      expect(standardError).toBeGreaterThanOrEqual(alone.standardError)
      expect(pLower).toBeGreaterThanOrEqual(alone.pLower)
      expect(pHigher).toBeGreaterThanOrEqual(alone.pHigher)
    }
  })

  it("bound a value by the jackknife's error and Student's t of one less than the parts", () => {
    const dependence = { group: 'patient' }
    const value = (which: readonly number[]) =>
      which.reduce(
        (sum, row) => sum + Math.abs(Number(candidate.labels[row]) - Number(candidate.predicted![row])),
        0,
      ) / which.length
    const all = Array.from({ length: rows }, (_, row) => row)
    const without = Array.from({ length: 30 }, (_, part) => value(all.filter((row) => row % 30 !== part)))
    const mean = without.reduce((sum, one) => sum + one / 30, 0)
    const error = Math.sqrt((without.reduce((sum, one) => sum + (one - mean) ** 2, 0) * 29) / 30)
    const reach = studentTQuantile(0.95, 29) * error
    const bounds = (meaning: Meaning) =>
      intervalsOf(interpret(candidate, meaning, 'test'), metrics(['mae'])).mae!
    const alone = bounds(numbers)
    const { low, high, method } = bounds(by(dependence))
    expect(method).toBe('student+clusters')
    expect(low).toBeCloseTo(Math.min(alone.low, value(all) - reach), 12)
    expect(high).toBeCloseTo(Math.max(alone.high, value(all) + reach), 12)
  })

  it('without an error have the bounds of the column that leaves the fewest observations', () => {
    const right = { rows, labels: baseline.labels, predicted: baseline.labels, attributes }
    const lowOf = (dependence: Meaning['dependence'] & object) =>
      intervalsOf(interpret(right, by(dependence), 'test'), metrics(['r2'])).r2!.low
    const [clusters, blocks] = [lowOf({ group: 'patient' }), lowOf({ time: 'at' })]
    // Thirty patients, but ten blocks.
    expect(blocks).toBeLessThan(clusters)
    expect(lowOf({ group: 'patient', time: 'at' })).toBe(blocks)
  })

  it('have neither test nor bounds where they are all of one', () => {
    const alike = { ...candidate, attributes: { patient: attributes.patient.map(() => 'p') } }
    const before = { ...baseline, attributes: alike.attributes }
    const meaning = by({ group: 'patient' })
    expect(compare(alike, before, meaning, 'mae')).toEqual({})
    expect(intervalsOf(interpret(alike, meaning, 'test'), metrics(['mae']))).toEqual({})
  })
})

describe('what is compared', () => {
  it('are the classes that either model knows, whatever their order', () => {
    const labels = ['b', 'b', 'c', 'c']
    const one = { rows: 4, labels, predicted: ['b', 'b', 'c', 'b'] }
    // A class of its own, which comes before all others.
    const other = { rows: 4, labels, predicted: ['a', 'b', 'c', 'c'] }
    const task: Meaning = { task: 'multiclass' }
    expect(compare(one, other, task, 'accuracy').accuracy!.change).toBe(0)
    expect(compare(other, { ...one, predicted: labels }, task, 'accuracy').accuracy!.change).toBe(-0.25)
    expect(compare({ ...one, predicted: labels }, other, task, 'accuracy').accuracy!.change).toBe(0.25)
  })

  it.each([0, 1])('is nothing where one side has a fault', (which) => {
    const labels = texts([1, 2, 3])
    const sides = [0, 1].map((side) => ({
      rows: 3,
      labels,
      predicted: side === which ? ['1', '2', 'many'] : texts([1, 3, 5]),
    }))
    expect(compare(sides[0]!, sides[1]!, numbers, 'mae', 'accuracy')).toEqual({})
    const classes = sides.map(({ predicted }) => ({
      rows: 3,
      labels: texts([1, 0, 1]),
      predicted: predicted[2] === 'many' ? ['1', '0', 'many'] : texts([1, 1, 0]),
    }))
    expect(compare(classes[0]!, classes[1]!, binary, 'accuracy')).toEqual({})
  })

  it('is the area of two classes as that of one of them, against the rest or each other', () => {
    const sides = twoModels('binary', 120, 'two classes', [0.5, 0.8])
    const asClasses = sides.map(({ score, ...rest }) => ({
      ...rest,
      scores: { '0': score!.map((one) => 1 - one), '1': score! },
    }))
    const { roc_auc } = compare(sides[0], sides[1], binary, 'roc_auc')
    const names = ['roc_auc_ovr', 'roc_auc_ovr_weighted', 'roc_auc_ovo', 'roc_auc_ovo_weighted']
    const found = compare(asClasses[0]!, asClasses[1]!, { task: 'multiclass' }, ...names)
    expect(Object.keys(found)).toEqual(names)
    for (const [name, { change, standardError, pLower }] of Object.entries(found)) {
      expect(change, name).toBeCloseTo(roc_auc!.change, 12)
      expect(standardError, name).toBeCloseTo(roc_auc!.standardError, 12)
      expect(pLower, name).toBeCloseTo(roc_auc!.pLower, 12)
    }
  })

  it('are areas over several classes by their values, in whatever order rows come', () => {
    const names = ['roc_auc_ovr', 'roc_auc_ovr_weighted', 'roc_auc_ovo', 'roc_auc_ovo_weighted']
    const task: Meaning = { task: 'multiclass' }
    const sides = twoModels('multiclass', 90, 'areas', [0.5, 1])
    const turned = sides.map((side) =>
      rowsAt(
        side,
        Uint32Array.from({ length: 90 }, (_, row) => (7 * row) % 90),
      ),
    )
    const [found, again] = [sides, turned].map(([one, other]) => compare(one!, other!, task, ...names))
    const valuesOf = (side: PredictionRows) =>
      computeMetrics(interpret(side, task, 'test'), metrics(names)).metrics
    const [one, other] = [valuesOf(sides[0]), valuesOf(sides[1])]
    const [bounds, same] = [sides, turned].map(([side]) =>
      intervalsOf(interpret(side!, task, 'test'), metrics(names)),
    )
    for (const name of names) {
      expect(found![name]!.change, name).toBeCloseTo(one[name]! - other[name]!, 12)
      expect(again![name]!.standardError, name).toBeCloseTo(found![name]!.standardError, 12)
      expect(same![name]!.low, name).toBeCloseTo(bounds![name]!.low, 12)
    }
  })
})
