import type { Column } from '../../tables/engine/engine.ts'
import type { Wanted } from '../../tables/read-columns.ts'
import type { PredictionColumns } from './prediction-columns.ts'
import type { PredictionRows } from './prediction-rows.ts'

export type ReadColumns = PredictionColumns & { readonly values: readonly string[] }

/** In a fixed order: texts first. */
export function wantedOf({ id, label, prediction, score, scores, weight, values }: ReadColumns): Wanted[] {
  const texts = [id, label, prediction].filter((name) => name !== undefined)
  const numbers = [score, ...Object.values(scores ?? {}), weight, ...values].filter(
    (name) => name !== undefined,
  )
  return [
    ...texts.map((name) => ({ name, as: 'text' as const })),
    ...numbers.map((name) => ({ name, as: 'number' as const })),
  ]
}

/** Rows of what was read as {@link wantedOf} has it. */
export function rowsOf(columns: ReadColumns, read: readonly Column[], rows: number): PredictionRows {
  const { id, label, prediction, score, scores, weight, values } = columns
  const column = (name: string) => read.find((candidate) => candidate.name === name)!
  return {
    rows,
    ...(id !== undefined && { ids: filled(column(id)) }),
    labels: label === undefined ? [] : textsOf(column(label)),
    ...(prediction !== undefined && { predicted: textsOf(column(prediction)) }),
    ...(score !== undefined && { score: numbersOf(column(score)) }),
    ...(scores && {
      scores: Object.fromEntries(Object.entries(scores).map(([name, at]) => [name, numbersOf(column(at))])),
    }),
    ...(weight !== undefined && { weights: numbersOf(column(weight)) }),
    ...(values.length > 0 && {
      values: Object.fromEntries(values.map((name) => [name, numbersOf(column(name))])),
    }),
  }
}

const filled = (column: Column) =>
  column.kind === 'text' && column.nulls === 0
    ? (column.values as string[])
    : textsOf(column).map((text) => text ?? '')

export const textsOf = (column: Column) =>
  column.kind === 'text' ? column.values : Array.from(column.values, (value) => String(value))

export const numbersOf = (column: Column) =>
  column.kind === 'number' ? column.values : asNumbers(column).values

/** What a cell says as a number; NaN where it says none. */
export function asNumbers(column: Column): Column & { kind: 'number' } {
  if (column.kind === 'number') return column
  const number = (cell: string | null) => (cell === null || cell.trim() === '' ? Number.NaN : Number(cell))
  return { ...column, kind: 'number', values: Float64Array.from(column.values, number) }
}

/** The columns that slices are made of, by their names. */
export const attributesOf = (names: readonly string[], columns: readonly Column[]) =>
  names.length > 0 && {
    attributes: Object.fromEntries(names.map((name, i) => [name, textsOf(columns[i]!)])),
  }
