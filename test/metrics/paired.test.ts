import { describe, expect, test } from 'vitest'
import { decideBinary, decideMulticlass } from '../../src/metrics/decide.ts'
import { discordance } from '../../src/metrics/paired.ts'
import type { BinaryPredictions, MulticlassPredictions } from '../../src/metrics/predictions.ts'

const baseline: BinaryPredictions = {
  task: 'binary',
  rows: 6,
  labels: Uint8Array.of(1, 1, 0, 0, 1, 0),
  predicted: Uint8Array.of(1, 0, 0, 1, 1, 0),
}

describe('discordance', () => {
  test('counts the rows on which exactly one is right', () => {
    const candidate = { ...baseline, predicted: Uint8Array.of(0, 1, 1, 1, 0, 0) }
    expect(discordance(candidate, baseline)).toEqual({ n10: 1, n01: 3, n: 6 })
    expect(discordance(baseline, candidate)).toEqual({ n10: 3, n01: 1, n: 6 })
  })

  test('equal predictions have none', () => {
    expect(discordance(baseline, baseline)).toEqual({ n10: 0, n01: 0, n: 6 })
  })

  test('of several classes a wrong row is wrong, whichever class was said', () => {
    const three: MulticlassPredictions = {
      task: 'multiclass',
      classes: ['a', 'b', 'c'],
      rows: 2,
      labels: Int32Array.of(0, 0),
      predicted: Int32Array.of(1, 0),
    }
    expect(discordance({ ...three, predicted: Int32Array.of(2, 0) }, three)).toEqual({ n10: 0, n01: 0, n: 2 })
    expect(() => discordance({ ...three, classes: ['b', 'a', 'c'] }, three)).toThrow('the classes differ')
    expect(() => discordance(three, baseline)).toThrow('one is multiclass, the other binary')
  })

  test('refuses what cannot be compared row by row', () => {
    const { predicted: _, ...undecided } = baseline
    const relabelled = { ...baseline, labels: Uint8Array.of(1, 1, 0, 0, 0, 0) }
    const weighted = { ...baseline, weights: new Float64Array(6).fill(1) }
    expect(() => discordance(undecided, baseline)).toThrow('no predicted classes')
    expect(() => discordance(relabelled, baseline)).toThrow('the labels of row 5 differ')
    expect(() => discordance(baseline, weighted)).toThrow('the rows have weights')
    expect(() => discordance({ ...baseline, rows: 5 }, baseline)).toThrow('5 and 6 rows')
  })
})

describe('deciding from scores', () => {
  test('an even chance is negative', () => {
    expect([...decideBinary(Float64Array.of(0.5, 0.51, 0.1))]).toEqual([0, 1, 0])
    expect([...decideBinary(Float64Array.of(0.5, 0.3), 0.2)]).toEqual([1, 1])
  })

  test('the first of equal classes', () => {
    const columns = [
      Float64Array.of(0.4, 0.1, 0.2),
      Float64Array.of(0.4, 0.2, 0.2),
      Float64Array.of(0.2, 0.7, 0.6),
    ]
    expect([...decideMulticlass(columns)]).toEqual([0, 2, 2])
  })
})
