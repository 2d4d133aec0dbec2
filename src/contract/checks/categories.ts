import { grouped } from '../../report/number.ts'
import { named, quoted } from '../finding.ts'
import type { Probe } from '../probe.ts'
import { againstBound, broken } from './bounds.ts'
import { askedOf, type CheckedColumn, hasValue, noValues, wholeFault } from './column.ts'

/** Which share of the cells with a value the categories have, together and each. */
export function categoryProbes(column: CheckedColumn): Probe[] {
  const { categories } = column.checks
  if (categories === undefined) return []
  const { values, min_share, min_each } = categories
  const asked = askedOf(column, 'categories')
  const { reading } = column
  const present = `NOT ${reading.missing}`
  const name = quoted(column.name)
  const cases = values.map((value, i) => {
    const written = reading.type.written(value)
    return written === undefined ? '' : `WHEN ${reading.cell.compared(reading.value, '=', written)} THEN ${i}`
  })
  const category = `CASE WHEN NOT (${hasValue(reading)}) THEN NULL ${cases.join(' ')} END`
  const aggregates = [
    `count(*) FILTER (WHERE ${present})`,
    `map_entries(histogram(${category}) FILTER (WHERE (${category}) IS NOT NULL))`,
  ]
  const together: Probe = {
    aggregates,
    judge([all, found]) {
      const cells = Number(all)
      if (cells === 0) return noValues(asked, 'coverage')
      const covered = countsOf(found).reduce((sum, [, count]) => sum + count, 0)
      const share = broken(covered / cells, { min: min_share })
      if (share === undefined) return undefined
      const listed = `the ${values.length === 1 ? 'category' : 'categories'} of the contract`
      return {
        ...asked,
        asked: [...asked.asked, 'min_share'],
        count: cells - covered,
        rows: {
          broken: `${present} AND (${category}) IS NULL`,
          shown: `(${reading.matched.column.sql})::VARCHAR`,
          are: `whose ${named(column.name)} is in no category of the contract`,
          message: (value) =>
            `${name} is ${quoted(value)}; ${listed} cover ${grouped(covered)} of ${grouped(cells)} values, a share of ${againstBound(covered / cells, share)}`,
        },
      }
    },
  }
  const each: Probe = {
    aggregates,
    judge([all, found]) {
      const cells = Number(all)
      if (cells === 0) return noValues(asked, 'coverage')
      const counts = new Map(countsOf(found))
      const rare = values.flatMap((value, i) => {
        const share = (counts.get(i) ?? 0) / cells
        return broken(share, { min: min_each }) === undefined ? [] : [{ value, share }]
      })
      const [first, ...more] = rare.sort((a, b) => a.share - b.share)
      if (first === undefined) return undefined
      const others =
        more.length === 0 ? '' : `, and ${more.length} more of the contract's categories are as rare`
      return wholeFault(
        asked,
        `${quoted(String(first.value))} of ${name} has a share of ${againstBound(first.share, { bound: 'min', limit: min_each ?? 0 })}${others}`,
        ['min_each'],
      )
    },
  }
  return [...(min_share ? [together] : []), ...(min_each ? [each] : [])]
}

/** Place in the contract's list, and how many cells have it. */
const countsOf = (entries: unknown): [number, number][] =>
  ((entries ?? []) as readonly { readonly key: number; readonly value: number }[]).map(({ key, value }) => [
    Number(key),
    Number(value),
  ])
