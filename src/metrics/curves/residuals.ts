import type { Curves } from '../../record/curves.ts'
import { ascending } from '../../stats/order.ts'
import { quantile } from '../../stats/quantile.ts'
import type { RegressionPredictions } from '../predictions.ts'

const bins = 40
const parts = 20

/** Shares of the residuals of a part that lie below what is drawn of it. */
const drawn = { low: 0.1, median: 0.5, high: 0.9 }

/**
 * Label minus prediction: how often each size of it, and how it goes with the prediction. Rows count once, whatever
 * their weight.
 * @param edges of the bins of a model that this one is drawn beside
 */
export function residualsOf(
  { labels, predicted, rows }: RegressionPredictions,
  edges?: readonly number[],
): Curves['residuals'] {
  const known = Array.from({ length: rows }, (_, row) => row).filter((row) =>
    Number.isFinite(labels[row]! - predicted[row]!),
  )
  if (known.length === 0) return undefined
  const residuals = Float64Array.from(known, (row) => labels[row]! - predicted[row]!)
  const cuts = edges ?? edgesOf(residuals.toSorted())
  return {
    ...binned(residuals, cuts),
    parts: partsOf(
      Float64Array.from(known, (row) => predicted[row]!),
      residuals,
    ),
  }
}

/** Around zero, as far as all but one in a hundred reach. */
function edgesOf(sorted: Float64Array): number[] {
  const far = Math.max(Math.abs(quantile(sorted, 0.005)), Math.abs(quantile(sorted, 0.995))) || 1
  return Array.from({ length: bins + 1 }, (_, i) => Number((-far + (2 * far * i) / bins).toPrecision(8)))
}

function binned(residuals: Float64Array, edges: readonly number[]) {
  const counts = new Array<number>(edges.length - 1).fill(0)
  const [low, high] = [edges[0]!, edges.at(-1)!]
  let below = 0
  let above = 0
  for (const residual of residuals) {
    if (residual < low) below++
    else if (residual > high) above++
    else
      counts[Math.min(counts.length - 1, Math.floor(((residual - low) / (high - low)) * counts.length))]! += 1
  }
  return { edges: [...edges], counts, below, above }
}

function partsOf(predicted: Float64Array, residuals: Float64Array) {
  const order = ascending(predicted)
  const count = Math.min(parts, Math.floor(order.length / 5))
  return Array.from({ length: count }, (_, i) => {
    const rows = order.subarray(
      Math.floor((i * order.length) / count),
      Math.floor(((i + 1) * order.length) / count),
    )
    const sorted = Float64Array.from(rows, (row) => residuals[row]!).sort()
    const mean = rows.reduce((sum, row) => sum + predicted[row]! / rows.length, 0)
    return {
      predicted: short(mean),
      low: short(quantile(sorted, drawn.low)),
      median: short(quantile(sorted, drawn.median)),
      high: short(quantile(sorted, drawn.high)),
    }
  })
}

const short = (value: number) => Number(value.toPrecision(6))
