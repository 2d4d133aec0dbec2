import { numberPattern } from './cells.ts'
import type { Column } from './engine.ts'
import { findColumn } from './find-column.ts'
import type { Joined } from './join-columns.ts'
import type { PlainTable } from './plain-table.ts'
import type { Wanted } from './read-columns.ts'

/**
 * Named columns of a plain table, as the engine would give them.
 * @returns undefined where a cell is no number that was to be one: the engine says where
 * @throws AssayError input: `missing-column`, `duplicate-column`
 */
export function readPlainColumns(table: PlainTable, wanted: readonly Wanted[]): Column[] | undefined {
  const columns: Column[] = []
  for (const { name, as } of wanted) {
    const texts = textsOf(table, name)
    const column = as === 'text' ? textColumn(name, texts) : numberColumn(name, texts)
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
  const leftIds = textsOf(left.table, left.id)
  const rightIds = textsOf(right.table, right.id)
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
  const inOrder = (texts: readonly (string | null)[]) => Array.from(at, (row) => texts[row]!)
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

const textsOf = (table: PlainTable, name: string) =>
  table.texts(table.columns.indexOf(findColumn(table, name)))

const textColumn = (name: string, values: (string | null)[]): Column => ({
  name,
  kind: 'text',
  values,
  nulls: values.reduce((count, value) => count + (value === null ? 1 : 0), 0),
})

const decimal = new RegExp(`^${numberPattern}$`)
const words: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
}

function numberColumn(name: string, texts: readonly (string | null)[]): Column | undefined {
  const values = new Float64Array(texts.length)
  let nulls = 0
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row]!
    if (text === null) {
      nulls++
      values[row] = Number.NaN
    } else if (decimal.test(text)) {
      values[row] = Number(text)
      // What does not fit into a double is the engine's to judge.
      if (!Number.isFinite(values[row])) return undefined
    } else {
      const word = text.replace(/^[+-]/, '').toLowerCase()
      if (!Object.hasOwn(words, word)) return undefined
      values[row] = text.startsWith('-') ? -words[word]! : words[word]!
    }
  }
  return { name, kind: 'number', values, nulls }
}
