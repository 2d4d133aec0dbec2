import { configurationError } from '../../errors.ts'
import { sha256 } from '../../record/digest.ts'
import { bare, grouped } from '../../report/number.ts'
import { quantile } from '../../stats/quantile.ts'

/** How the rows of a test set are cut into slices. */
export interface Slicing {
  readonly columns: readonly string[]
  /** how many columns are crossed at most */
  readonly depth: number
  /** of a column of numbers, as many bins by its quantiles */
  readonly bins: number
}

/** Rows with something in common. */
export interface Slice {
  /** `sex = female`, `age in (31, 45] & island = Dream`; hostile text */
  readonly name: string
  readonly rows: Uint32Array
}

type Cells = readonly (string | null)[]

/** More than a verdict's tests can bear, and more than anybody reads. */
const mostSlices = 500

/**
 * Every value of each column, and every combination of up to `depth` columns, that has rows.
 * @param cells of the columns by name, one a row
 * @throws AssayError configuration `too-many-slices`
 */
export function slicesOf(cells: Readonly<Record<string, Cells>>, slicing: Slicing): Slice[] {
  const slices = groupingsOf(cells, slicing).flatMap(({ groups }) => groups)
  if (slices.length > mostSlices)
    throw configurationError(
      'too-many-slices',
      `gate.slices makes ${grouped(slices.length)} slices of the test set; at most ${mostSlices} are judged`,
      { hint: 'Name fewer columns, or columns of fewer values, or lower gate.slices.depth.' },
    )
  return slices
}

/** All rows of a test set, each in one group. */
export interface Grouping {
  /** the columns whose values make the groups: `sex`, `sex & island`; hostile text */
  readonly by: string
  readonly groups: readonly Slice[]
}

/** What the groupings are called, in their order. */
export const groupingNames = ({ columns, depth }: Pick<Slicing, 'columns' | 'depth'>): string[] =>
  combinations(columns, depth).map(nameOf)

const nameOf = (crossing: readonly string[]) => crossing.join(' & ')

/** One grouping for each column, and for each combination of up to `depth` columns. */
export function groupingsOf(
  cells: Readonly<Record<string, Cells>>,
  { columns, depth, bins }: Slicing,
): Grouping[] {
  const parts = new Map(columns.map((column) => [column, partsOf(column, cells[column]!, bins)]))
  return combinations(columns, depth).map((crossing) => ({
    by: nameOf(crossing),
    groups: slicesFrom(crossing.map((column) => parts.get(column)!).reduce(crossed)),
  }))
}

/** Which part each row is in, and what the parts are called. */
interface Parts {
  readonly of: Uint32Array
  readonly names: readonly string[]
}

/** A part for each value, in the order of their first rows. */
function partsOf(column: string, cells: Cells, bins: number): Parts {
  const labelOf = numericLabels(cells, bins) ?? ((cell: string) => `= ${valueText(cell)}`)
  // A name is made once for each cell that differs, not for each row.
  const partOf = new Map<string, number>()
  const named = new Map<string, number>()
  const of = new Uint32Array(cells.length)
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row] ?? ''
    let part = partOf.get(cell)
    if (part === undefined) {
      const name = `${column} ${cell === '' ? 'is missing' : labelOf(cell)}`
      part = named.get(name) ?? named.size
      named.set(name, part)
      partOf.set(cell, part)
    }
    of[row] = part
  }
  return { of, names: [...named.keys()] }
}

/** Counted first: lists that grow row by row are what a large test set would wait for. */
function slicesFrom({ of, names }: Parts): Slice[] {
  const sizes = new Uint32Array(names.length)
  for (let row = 0; row < of.length; row++) sizes[of[row]!]! += 1
  const slices = names.map((name, part) => ({ name, rows: new Uint32Array(sizes[part]!) }))
  sizes.fill(0)
  for (let row = 0; row < of.length; row++) {
    const part = of[row]!
    slices[part]!.rows[sizes[part]!++] = row
  }
  return slices
}

/** More of a value tells nobody more, and a record of a few long ones would fit nowhere. */
const longestValue = 200

/**
 * In quotes where it could be read as the crossing of several columns, or as another value in quotes: a slice is known
 * by its name. Of a long one the beginning, and a digest that tells it from others.
 */
function valueText(cell: string): string {
  if (cell.length > longestValue)
    return `${JSON.stringify(cell.slice(0, longestValue / 2))}… (${grouped(cell.length)} characters, ${sha256(cell).slice(0, 15)})`
  return / & |^"/.test(cell) ? JSON.stringify(cell) : cell
}

/** Of one value of a column that is taken by its values. */
export const valueName = (column: string, value: string) =>
  value === '' ? `${column} is missing` : `${column} = ${valueText(value)}`

const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/** A column of more numbers than bins is binned by its quantiles; any other is taken by its values. */
function numericLabels(cells: Cells, bins: number): ((cell: string) => string) | undefined {
  const values = new Set(cells)
  values.delete(null)
  values.delete('')
  if (values.size <= 2 * bins) return undefined
  const present = cells.filter((cell): cell is string => cell !== null && cell !== '')
  if (!present.every((cell) => plainNumber.test(cell))) return undefined
  const edges = edgesOf(Float64Array.from(present, Number), bins)
  if (edges.length === 0) return undefined
  return (cell) => {
    const value = Number(cell)
    const bin = edges.findIndex((edge) => value <= edge)
    if (bin === 0) return `≤ ${edges[0]}`
    return bin === -1 ? `> ${edges.at(-1)}` : `in (${edges[bin - 1]}, ${edges[bin]}]`
  }
}

/** Edges as they are written, so that two that read the same are one. A number beyond all doubles lies in an outer bin. */
function edgesOf(values: Float64Array, bins: number): number[] {
  const finite = values.filter(Number.isFinite).sort()
  if (finite.length === 0) return []
  const edges = Array.from({ length: bins - 1 }, (_, i) => Number(bare(quantile(finite, (i + 1) / bins))))
  return [...new Set(edges.filter(Number.isFinite))]
}

function combinations<T>(items: readonly T[], most: number): T[][] {
  let all: T[][] = [[]]
  for (const item of items)
    all = [...all, ...all.filter((one) => one.length < most).map((one) => [...one, item])]
  return all.filter((one) => one.length > 0).sort((a, b) => a.length - b.length)
}

/**
 * A part for each pair of parts that has rows, by the first, then by the second. Row by row: of two columns of many
 * values there are more pairs than anybody could wait for, and only then would they be told to be too many.
 */
function crossed(one: Parts, other: Parts): Parts {
  const width = other.names.length
  const pairs = Float64Array.from(one.of, (part, row) => part * width + other.of[row]!)
  const present = Float64Array.from(new Set(pairs)).sort()
  const placeOf = new Map(Array.from(present, (pair, place) => [pair, place]))
  return {
    of: Uint32Array.from(pairs, (pair) => placeOf.get(pair)!),
    names: Array.from(
      present,
      (pair) => `${one.names[Math.floor(pair / width)]} & ${other.names[pair % width]}`,
    ),
  }
}
