import { describe, expect, test } from 'vitest'
import { driftOf } from '../../src/drift-check/score.ts'
import { binCounts, quantileEdges } from '../../src/stats/bins.ts'
import { randomNumbers } from './drift-run.ts'

/*
 * How often drift is found, where there is none and where there is some, by simulation with the rule that users get:
 * bins cut at the deciles of the reference sample itself, threshold 0.2, alpha 0.05.
 */
const rule = { threshold: 0.2, alpha: 0.05 }
/** the noise floor alone, without the threshold that hides it in larger samples */
const noiseAlone = { ...rule, threshold: 1e-9 }

type Draw = (random: () => number) => number
const normal: Draw = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const skewed: Draw = (random) => Math.exp(normal(random))
/** half of it zeros, as amounts often are */
const zeros: Draw = (random) => (random() < 0.5 ? 0 : skewed(random))
const twentyCategories: Draw = (random) => Math.floor(Math.log(1 - random()) / Math.log(0.7)) % 20

interface Sizes {
  readonly reference: number
  readonly current: number
}

const sample = (draw: Draw, rows: number, random: () => number) =>
  Float64Array.from({ length: rows }, () => draw(random))

const counted = (name: string, before: Draw, now: Draw, sizes: Sizes, random: () => number) => {
  const reference = sample(before, sizes.reference, random)
  const edges = quantileEdges(reference.toSorted())
  const current = binCounts(sample(now, sizes.current, random), edges)
  const pairs = [...binCounts(reference, edges)].map((count, i) => [count, current[i]!] as const)
  const filled = pairs.filter(([a, b]) => a + b > 0)
  return {
    name,
    kind: 'numeric' as const,
    reference: filled.map(([count]) => count),
    current: filled.map(([, count]) => count),
  }
}

/** Share of rounds in which one column is said to have drifted. */
function rate(rounds: number, before: Draw, now: Draw, sizes: Sizes, by = rule): number {
  const random = randomNumbers(2024)
  let found = 0
  for (let round = 0; round < rounds; round++)
    if (driftOf([counted('x', before, now, sizes, random)], by)[0]!.drifted) found++
  return found / rounds
}

const sizes = [
  { reference: 5000, current: 50 },
  { reference: 200, current: 50 },
  { reference: 200, current: 200 },
  { reference: 1000, current: 1000 },
]

describe('without drift', () => {
  test.each([
    ['normal', normal],
    ['skewed', skewed],
    ['half of zeros', zeros],
    ['of twenty categories', twentyCategories],
  ])(
    'a column that is %s alarms in about one check of twenty by the noise floor alone, at every size',
    (_, draw) => {
      for (const size of sizes)
        expect(rate(400, draw, draw, size, noiseAlone), JSON.stringify(size)).toBeLessThan(0.085)
    },
  )

  test('and practically never by the whole rule from 200 rows up', () => {
    for (const size of sizes.slice(2)) expect(rate(400, normal, normal, size)).toBeLessThanOrEqual(0.01)
  })

  test('one of twenty columns alarms in about one check of twenty', () => {
    const random = randomNumbers(7)
    let alarms = 0
    for (let round = 0; round < 150; round++) {
      const columns = Array.from({ length: 20 }, (_, i) =>
        counted(`x${i}`, normal, normal, { reference: 500, current: 100 }, random),
      )
      if (driftOf(columns, noiseAlone).some(({ drifted }) => drifted)) alarms++
    }
    expect(alarms / 150).toBeLessThan(0.1)
  })
})

describe('with drift', () => {
  const shifted =
    (by: number): Draw =>
    (random) =>
      normal(random) + by
  const wider: Draw = (random) => normal(random) * 2

  test.each([
    ['a shift of a standard deviation, in 100 rows', shifted(1), 100, 0.97],
    ['a shift of half a standard deviation, in 300 rows', shifted(0.5), 300, 0.75],
    ['twice the spread, in 200 rows', wider, 200, 0.95],
  ])('%s is found', (_, now, current, least) => {
    expect(rate(300, normal, now, { reference: 1000, current })).toBeGreaterThan(least)
  })

  test('a shift of a tenth of a standard deviation does not matter, however certain it is', () => {
    const size = { reference: 5000, current: 5000 }
    expect(rate(30, normal, shifted(0.1), size, noiseAlone)).toBeGreaterThan(0.9)
    expect(rate(30, normal, shifted(0.1), size)).toBe(0)
  })

  test('half of zeros that became something else is found', () => {
    const moved: Draw = (random) => (random() < 0.5 ? -1 : skewed(random))
    expect(rate(50, zeros, moved, { reference: 1000, current: 100 })).toBe(1)
  })
})
