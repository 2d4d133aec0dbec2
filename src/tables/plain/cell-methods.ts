import type { Extremes } from '../table.ts'
import type { WantedColumn } from '../typed-copy.ts'

/** How the cells of a column can be counted as they stand in a plain file, see {@link import('../wasm/cell-counts-memory.ts').methods}. */
export type CellMethod =
  | { readonly by: 'day' | 'instant' | 'text' }
  | {
      readonly by: 'number'
      readonly decimals: number
      /** of the numbers, times ten to the power of their decimals */
      readonly least: number
      readonly slots: number
    }

/** More slots than so many times the rows take longer to look through than the numbers take to be sorted. */
const slotsOfRow = 32
const fewSlots = 1 << 20
/** Above it a whole number could be taken for its neighbour, when it is a double times a power of ten. */
const mostExact = 2 ** 50

/** @returns undefined where it takes the engine to count the column, or to tell what it is */
export function methodOf(
  { column: { shape, extremes }, kind, missing }: WantedColumn,
  rows: number,
): CellMethod | undefined {
  if (missing.length !== 1 || missing[0] !== '') return undefined
  if (kind !== 'categorical' && extremes !== undefined) return numberMethod(extremes, rows)
  if (kind === 'numeric' || shape === 'late instant') return undefined
  if (shape === 'day' || shape === 'instant') return { by: shape }
  return kind === undefined && shape !== undefined ? undefined : { by: 'text' }
}

function numberMethod({ low, high, decimals }: Extremes, rows: number): CellMethod | undefined {
  const power = 10 ** decimals
  if (Math.max(-low, high) * power > mostExact) return undefined
  const [least, most] = [Math.round(low * power), Math.round(high * power)]
  const slots = most - least + 1
  return slots > Math.max(fewSlots, slotsOfRow * rows) ? undefined : { by: 'number', decimals, least, slots }
}
