import { numberPattern } from '../cells.ts'
import type { Column } from '../engine/engine.ts'
import { findColumn } from '../find-column.ts'
import type { Joined } from '../join-columns.ts'
import type { Wanted } from '../read-columns.ts'
import type { PlainTable } from './plain-table.ts'

/**
 * Named columns of a plain table, as the engine would give them.
 * @returns undefined where a cell is no number that was to be one: the engine says where
 * @throws AssayError input: `missing-column`, `duplicate-column`
 */
export function readPlainColumns(table: PlainTable, wanted: readonly Wanted[]): Column[] | undefined {
  const columns: Column[] = []
  for (const { name, as } of wanted) {
    const column = as === 'text' ? textColumn(name, textsOf(table, name)) : numberColumn(table, name)
    if (column === undefined) return undefined
    columns.push(column)
  }
  return columns
}

interface PlainSide {
  readonly table: PlainTable
  readonly id: string
  readonly columns: readonly string[]
}

/**
 * Joins two plain tables by id, in the order of the left.
 * @returns undefined where an id is missing, repeated or without its counterpart: the engine says which
 * @throws AssayError input: `missing-column`, `duplicate-column`
 */
export function joinPlainColumns(left: PlainSide, right: PlainSide): Joined | undefined {
  const { values: leftIds } = textsOf(left.table, left.id)
  const { values: rightIds } = textsOf(right.table, right.id)
  const take = ({ table, columns }: PlainSide) => columns.map((name) => textsOf(table, name))
  const [ofLeft, ofRight] = [take(left), take(right)]
  if (leftIds.length !== rightIds.length) return undefined
  const rowOf = new Map(rightIds.map((id, row) => [id, row]))
  if (rowOf.size !== rightIds.length || rowOf.has(null)) return undefined
  const at = new Uint32Array(leftIds.length)
  const seen = new Uint8Array(rightIds.length)
  for (let row = 0; row < at.length; row++) {
    const found = rowOf.get(leftIds[row]!)
    if (found === undefined || seen[found] === 1) return undefined
    at[row] = found
    seen[found] = 1
  }
  const inOrder = ({ values, nulls }: ReturnType<PlainTable['texts']>) => ({
    values: Array.from(at, (row) => values[row]!),
    nulls,
  })
  return {
    rows: at.length,
    left: ofLeft.map((texts, i) => textColumn(left.columns[i]!, texts)),
    right: ofRight.map((texts, i) => textColumn(right.columns[i]!, inOrder(texts))),
    onlyLeft: 0,
    onlyRight: 0,
    examplesOnlyLeft: [],
    examplesOnlyRight: [],
  }
}

const textsOf = (table: PlainTable, name: string) => table.texts(placeOf(table, name))

const placeOf = (table: PlainTable, name: string) => table.columns.indexOf(findColumn(table, name))

const textColumn = (name: string, texts: ReturnType<PlainTable['texts']>): Column => ({
  name,
  kind: 'text',
  ...texts,
})

const decimal = new RegExp(`^${numberPattern}$`)
const words: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
}

function numberColumn(table: PlainTable, name: string): Column | undefined {
  let nulls = 0
  const values = table.numbers(placeOf(table, name), (cell) => {
    if (cell !== null) return numberOf(cell)
    nulls++
    return Number.NaN
  })
  return values && { name, kind: 'number', values, nulls }
}

function numberOf(cell: string): number | undefined {
  if (decimal.test(cell)) {
    const value = Number(cell)
    // What does not fit into a double is the engine's to judge.
    return Number.isFinite(value) ? value : undefined
  }
  const word = cell.replace(/^[+-]/, '').toLowerCase()
  if (!Object.hasOwn(words, word)) return undefined
  return cell.startsWith('-') ? -words[word]! : words[word]!
}
