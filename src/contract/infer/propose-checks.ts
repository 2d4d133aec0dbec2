import { counted, grouped } from '../../report/number.ts'
import { wilsonInterval } from '../../stats/wilson.ts'
import { type Evidence, longestCategory, mostCategories } from './evidence.ts'
import { enough, type Suggestion } from './propose.ts'
import { atLeast, percent } from './words.ts'
import { list } from './yaml-text.ts'

/** What the values of a column may be asked to come to. */
export interface ColumnChecks {
  readonly name: string
  readonly checks: readonly Suggestion[]
}

/** Deequ asks for no completeness of a column that is nearly empty. */
const leastPresent = 0.2
/** Deequ keeps a list of the most frequent values where they make up this share of the cells. */
const enoughCoverage = 0.9

/**
 * The share of missing cells has the upper bound of its interval for a limit, and what the most frequent values cover
 * the lower one: another sample of the same data keeps both.
 */
export function proposeChecks(name: string, type: string, evidence: Evidence): ColumnChecks {
  return { name, checks: [...nulls(evidence), ...(type === 'string' ? coverage(evidence) : [])] }
}

function nulls({ rows, present }: Evidence): Suggestion[] {
  if (present === rows || present / rows <= leastPresent || rows < enough) return []
  const missing = rows - present
  const limit = outward(wilsonInterval(missing, rows)[1])
  if (limit >= 1) return []
  const note = `${grouped(missing)} of ${counted(rows, 'row')} missing (${percent(missing / rows)}): with 95 % confidence no more than this`
  return [{ key: 'nulls', value: `{ max: ${limit} }`, note, kept: true }]
}

/** Up to the third decimal, or to two digits of what is smaller. */
function outward(share: number): number {
  const decimals = Math.max(3, 1 - Math.floor(Math.log10(share)))
  return Number((Math.ceil(share * 10 ** decimals) / 10 ** decimals).toFixed(decimals))
}

function coverage({ present, distinct, categories: found = [] }: Evidence): Suggestion[] {
  const listed = found.slice(0, mostCategories)
  if (distinct <= mostCategories || listed.length === 0) return []
  if (listed.some(({ value }) => [...value].length > longestCategory)) return []
  const covered = listed.reduce((sum, { count }) => sum + count, 0)
  const low = wilsonInterval(covered, present)[0]
  if (low < enoughCoverage) return []
  const values = listed.map(({ value }) => value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const note = `these ${listed.length} of ${grouped(distinct)} values make up ${percent(covered / present)} of the cells (${atLeast(covered, present)})`
  const share = Math.floor(1000 * low) / 1000
  return [{ key: 'categories', value: `{ values: ${list(values)}, min_share: ${share} }`, note, kept: false }]
}
