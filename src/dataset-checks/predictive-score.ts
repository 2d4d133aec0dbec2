import type { Engine } from '../tables/engine/engine.ts'
import { passesOver } from './fingerprints.ts'
import type { Target } from './skill.ts'

/** Something that may tell the label: a column's cells, or the place of the row. */
export interface Predictor {
  /** SQL of what makes rows a group; absent where no two rows have it in common */
  readonly value?: string
  /** SQL to order rows by; rows that are equal in it are one */
  readonly order: string
}

export interface PredictiveScore {
  /** share of the naive prediction's error that is taken away, 0 to 1 */
  readonly score: number
  /** rows of the sorted table that predict one another; absent where equal values do */
  readonly range?: number
}

/** Rows that are sorted at most; of more a sample is taken by their content, the same for any order of theirs. */
const mostSorted = 2 ** 20

/**
 * How well one predictor tells the label: the best of reading it as categories, and as ranges of 2, 8, 32 ... rows of
 * its order. No row takes part in its own prediction, so that an identifier tells nothing by being unique.
 */
export async function predictiveScore(
  engine: Engine,
  target: Target,
  predictor: Predictor,
): Promise<PredictiveScore> {
  const { skill } = target
  const found = [
    ...(predictor.value === undefined ? [] : [{ s: await asCategories(engine, target, predictor.value) }]),
    ...(await asRanges(engine, target, predictor.order)),
  ]
  const scored = found.map(({ s, ...rest }) => ({ score: skill.score(s), ...rest }))
  return scored.reduce((best, one) => (one.score > best.score ? one : best), { score: 0 })
}

async function asCategories(
  engine: Engine,
  { relation, rows, skill }: Target,
  value: string,
): Promise<bigint> {
  let sum = 0n
  for (const pass of passesOver(rows)) {
    const cells = `(SELECT ${value} AS g, hash(${value}) AS h, y FROM ${relation})`
    const groups = `(SELECT ${skill.by}, ${skill.counts} FROM ${cells} WHERE ${pass} GROUP BY ${skill.by})`
    const [row] = await engine.rows(skill.found(groups))
    sum += BigInt(String(row?.s))
  }
  return sum
}

async function asRanges(
  engine: Engine,
  { relation, rows, skill }: Target,
  order: string,
): Promise<{ s: bigint; range: number }[]> {
  const oneIn = Math.ceil(rows / mostSorted)
  const levels = levelsOf(rows / oneIn)
  if (levels.length === 0) return []
  const placed = `SELECT rank() OVER (ORDER BY ${order}) - 1 AS p, y FROM ${relation} WHERE h % ${oneIn} = 0`
  const groups = levels.map((shift, i) => {
    const from = i === 0 ? `(SELECT p >> ${shift} AS g, y FROM (${placed}))` : coarser(i, shift, levels)
    const counts = i === 0 ? skill.counts : skill.merged
    return `l${i} AS MATERIALIZED (SELECT ${skill.by}, ${counts} FROM ${from} GROUP BY ${skill.by})`
  })
  const sums = levels.map((_, i) => `SELECT ${i} AS i, s FROM (${skill.found(`l${i}`)})`)
  const found = await engine.rows(
    `WITH ${groups.join(', ')} SELECT i, s FROM (${sums.join(' UNION ALL ')}) ORDER BY i`,
  )
  return found.map(({ i, s }) => ({ s: BigInt(String(s)), range: 2 ** levels[Number(i)]! }))
}

const coarser = (i: number, shift: number, levels: readonly number[]) =>
  `(SELECT * REPLACE (g >> ${shift - levels[i - 1]!} AS g) FROM l${i - 1})`

/** Ranges of 2, 8, 32 ... rows, as powers of two, of which the table has two or more. */
function levelsOf(rows: number): number[] {
  const levels: number[] = []
  for (let shift = 1; 2 ** (shift + 1) <= rows; shift += 2) levels.push(shift)
  return levels
}
