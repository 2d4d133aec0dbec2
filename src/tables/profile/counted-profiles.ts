import { settled } from '../../parallel.ts'
import { cellCounts } from '../plain/cell-counts.ts'
import { methodOf } from '../plain/cell-methods.ts'
import { countCells } from '../plain/count-cells.ts'
import type { Table } from '../table.ts'
import type { WantedColumn } from '../typed-copy.ts'
import { countedColumn } from './counted-column.ts'
import type { ColumnProfile } from './profile-schema.ts'

interface Profiling {
  /** categories that are told one by one */
  readonly top: number
  /** profiles by the engine, in the order of what is wanted */
  readonly byEngine: (wanted: readonly WantedColumn[]) => Promise<ColumnProfile[]>
}

/**
 * Profiles of columns of a plain file: whose values repeat, or lie close together, is counted as it stands in the
 * file, in one pass and without the engine, which sorts and groups the others meanwhile.
 */
export async function countedProfiles(
  table: Table & Required<Pick<Table, 'plain'>>,
  wanted: readonly WantedColumn[],
  { top, byEngine }: Profiling,
): Promise<ColumnProfile[]> {
  const { rows, columns, plain } = table
  const place = new Map(wanted.map((one) => [one, columns.indexOf(one.column)]))
  const methods = columns.map(() => undefined as ReturnType<typeof methodOf>)
  for (const [one, at] of place) methods[at] = methodOf(one, rows)
  const counts = cellCounts({ delimiter: plain.delimiter, rows, methods })
  const profiles = new Map<WantedColumn, ColumnProfile>()

  const askEngine = async (some: readonly WantedColumn[]) => {
    if (some.length === 0) return
    const found = await byEngine(some)
    for (const [i, one] of some.entries()) profiles.set(one, found[i]!)
  }
  const isCounted = (one: WantedColumn) => counts.isCounted(place.get(one)!)
  const chunks = countCells(plain.file, counts)
  let step = await chunks.next()
  const countRest = async () => {
    while (step.done !== true) step = await chunks.next()
    if (!step.value || counts.records() !== rows) return
    for (const [one, at] of place) {
      if (!isCounted(one)) continue
      const profile = await countedColumn(one, counts, { place: at, rows, top })
      if (profile !== undefined) profiles.set(one, profile)
    }
  }
  // What the beginning does not let expect anything else of, the engine need not wait for.
  await settled([askEngine(wanted.filter((one) => !isCounted(one))), countRest()])
  await askEngine(wanted.filter((one) => !profiles.has(one)))
  return wanted.map((one) => profiles.get(one)!)
}
