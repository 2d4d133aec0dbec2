import { orderedIds } from './id-order.ts'
import { rowsAt } from './rows-at.ts'

/**
 * A predictions file as it was read, before a task gives its texts a meaning: what is stored as evidence, so that a
 * later run can compare row by row. Every column has `rows` values; null is an empty cell.
 */
export interface PredictionRows {
  readonly rows: number
  /** some rows of a file: their places are not those there */
  readonly part?: true
  /** what the file's columns are called where none holds scores, to tell of it; hostile */
  readonly header?: readonly string[]
  /** unique; rows are in their order. Absent: rows are told apart by position */
  readonly ids?: readonly string[]
  readonly labels: readonly (string | null)[]
  readonly predicted?: readonly (string | null)[]
  /** NaN where missing */
  readonly score?: Float64Array
  readonly scores?: Readonly<Record<string, Float64Array>>
  readonly weights?: Float64Array
  /** what metrics of the user's own are made of, by column; NaN where missing */
  readonly values?: Readonly<Record<string, Float64Array>>
  /** what slices are made of, by column */
  readonly attributes?: Readonly<Record<string, readonly (string | null)[]>>
}

/** The rows in the order of their ids, by code unit, so that the order of a file decides nothing. */
export function byId(rows: PredictionRows): PredictionRows {
  const { ids } = rows
  if (!ids || ids.every((id, i) => i === 0 || ids[i - 1]! < id)) return rows
  const { order, sorted } = orderedIds(ids)
  const { ids: _unsorted, ...others } = rows
  const { part: _all, ...inOrder } = rowsAt(others, order)
  return { ...inOrder, ids: sorted }
}

/** The different cells of columns, each once: what is asked of each class need not be asked of each row. */
export function differentCells(...columns: readonly (readonly (string | null)[] | undefined)[]): string[] {
  const cells = new Set<string | null>()
  for (const column of columns) for (const cell of column ?? []) cells.add(cell)
  cells.delete(null)
  return [...cells] as string[]
}

/** A function of cells that remembers its answers, as long as there are not too many. */
export function remembered<T>(of: (cell: string | null) => T): (cell: string | null) => T {
  const known = new Map<string | null, T>()
  return (cell) => {
    const answer = known.get(cell)
    if (answer !== undefined) return answer
    const found = of(cell)
    if (known.size < 10_000) known.set(cell, found)
    return found
  }
}

/**
 * One text for one class, however a library writes it: Python's True is true, a float's 1.0 is 1. Leading zeros stay,
 * because codes have them.
 */
export function classText(cell: string): string {
  const text = cell.trim()
  if (/^(true|false)$/i.test(text)) return text.toLowerCase()
  return /^-?(0|[1-9]\d*)\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text
}
