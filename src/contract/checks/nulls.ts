import { counted, grouped } from '../../report/number.ts'
import { quoted } from '../finding.ts'
import type { Probe } from '../probe.ts'
import { againstBound, broken } from './bounds.ts'
import { askedOf, type CheckedColumn, wholeFault } from './column.ts'

/** Share of the rows whose cell is missing. */
export function nullProbes(column: CheckedColumn): Probe[] {
  const { nulls } = column.checks
  if (nulls === undefined) return []
  const asked = askedOf(column, 'nulls')
  const name = quoted(column.name)
  return [
    {
      aggregates: ['count(*)', `count(*) FILTER (WHERE ${column.reading.missing})`],
      judge([all, missing]) {
        const rows = Number(all)
        if (rows === 0)
          return wholeFault(
            asked,
            `there are no rows, so that the share of missing cells of ${name} is undefined`,
          )
        const found = broken(Number(missing) / rows, nulls)
        if (found === undefined) return undefined
        const share = againstBound(Number(missing) / rows, found)
        return wholeFault(
          asked,
          `${name} is missing in ${grouped(Number(missing))} of ${counted(rows, 'row')}, a share of ${share}`,
          [found.bound],
        )
      },
    },
  ]
}
