import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exactSum } from '../../../src/contract/checks/exact-sum.ts'
import type { Engine, Value } from '../../../src/tables/engine/engine.ts'
import { engineFor } from '../../tables/engine-for-tests.ts'

let engine: Engine
beforeAll(async () => {
  engine = await engineFor([])
})
afterAll(() => engine.close())

async function summed(values: readonly number[], size = 0) {
  const sum = exactSum('v', size)
  const rows = values.map((value) => `('${value}'::DOUBLE)`).join(', ')
  const names = sum.aggregates.map((_, i) => `a${i}`)
  const [row] = await engine.rows(
    `SELECT *, ${sum.approximate(names)} AS near FROM (
       SELECT ${sum.aggregates.map((sql, i) => `${sql} AS a${i}`).join(', ')} FROM (VALUES ${rows}) t(v))`,
  )
  return { ...sum.read(names.map((name) => row![name] as Value)), near: row!.near }
}

/** Sum of multiples of 2^-40 by whole numbers. */
const unit = 2 ** -40
const truth = (multiples: readonly bigint[]) => Number(multiples.reduce((a, b) => a + b, 0n)) * unit

describe('the sum of doubles', () => {
  it('is that of exact arithmetic', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }), { minLength: 1, maxLength: 40 }),
        async (multiples) => {
          const values = multiples.map((multiple) => Number(multiple) * unit)
          const { sum, count, beyond } = await summed(values)
          expect([sum, count, beyond]).toEqual([truth(multiples), values.length, 0])
        },
      ),
      { numRuns: 60 },
    )
  })

  it.each([
    ['what cancels', [1e17, 1, -1e17], 0, 1],
    ['decimals', [0.1, 0.2, -0.3], 0, 0.1 + 0.2 - 0.3 - 2 ** -55],
    ['small beside large', [2 ** 62, 2 ** -50, -(2 ** 62)], 0, 2 ** -50],
    ['tiny ones, held against a tiny bound', [3e-60, -1e-60], 1e-60, 3e-60 - 1e-60],
    ['huge ones, held against a huge bound', [3e60, -1e60, -2e60], 1e60, 3e60 - 1e60 - 2e60],
    ['zeros', [0, -0], 0, 0],
  ])('is right for %s', async (_, values, size, sum) => {
    expect((await summed(values, size)).sum).toBeCloseTo(sum, 300)
  })

  it('says of how many values it is not, instead of a wrong sum', async () => {
    expect(await summed([1e19, 1, -(2 ** 63)])).toMatchObject({ count: 3, beyond: 2, near: null })
  })

  it('has a mean, but none of nothing', async () => {
    expect((await summed([1, 2, 4])).mean).toBe(7 / 3)
    expect((await summed([0.1, 0.1, 0.1])).mean).toBe(0.1)
    expect(exactSum('v').read([0, 0, null, null, null]).mean).toBeNaN()
  })
})
