import type { Predictions } from './predictions.ts'

/** Some rows of predictions: of every column of numbers, whatever it is called; what belongs to no row stays. */
export function predictionsAt<P extends Predictions>(predictions: P, at: Uint32Array): P {
  const { dependence: _, named: __, ...columns } = predictions
  return { ...(picked(columns, at) as P), rows: at.length }
}

function picked(value: unknown, at: Uint32Array): unknown {
  if (isColumn(value)) {
    const taken = new (value.constructor as new (length: number) => Column)(at.length)
    for (let i = 0; i < at.length; i++) taken[i] = value[at[i]!]!
    return taken
  }
  if (Array.isArray(value)) return value.map((one) => picked(one, at))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, picked(one, at)]))
}

type Column = Float64Array | Uint8Array | Int32Array | Uint32Array

const isColumn = (value: unknown): value is Column =>
  value instanceof Float64Array ||
  value instanceof Uint8Array ||
  value instanceof Int32Array ||
  value instanceof Uint32Array
