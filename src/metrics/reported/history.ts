import { metricNamed } from '../catalogue.ts'

/** A metric against the step at which it was logged, as a training's logger wrote it. */
export interface Curve {
  /** how many values were logged */
  readonly values: number
  readonly last: Point
  /** absent where nobody knows which way the metric is better */
  readonly best?: Point
  /** at most 200 of them, the first, the last and the best among them */
  readonly points: readonly (readonly [step: number, value: number])[]
}

export interface Point {
  readonly step: number
  readonly value: number
}

const mostPoints = 200
const mostCurves = 100

const steps = ['step', 'epoch', 'iteration', 'iter', 'global_step']

/**
 * Curves of a table that a logger writes: Lightning's and Keras' CSVLogger, DVCLive's `.tsv`. One column is the step;
 * of rows that leave a metric out nothing is taken. Values that are no finite number are left out.
 * @param rows header first
 * @returns none where no column is a step
 */
export function curvesOfTable(rows: readonly (readonly string[])[]): Readonly<Record<string, Curve>> {
  const [header = [], ...lines] = rows
  const names = header.map((cell) => cell.trim())
  const at = steps.map((name) => names.indexOf(name)).find((i) => i >= 0)
  if (at === undefined) return {}
  const values = new Map<string, (readonly [number, number])[]>()
  for (const line of lines) {
    const step = numberOf(line[at])
    if (step === undefined) continue
    for (const [i, name] of names.entries()) {
      const value = numberOf(line[i])
      if (i === at || steps.includes(name) || name === '' || name === 'timestamp' || value === undefined)
        continue
      const kept = values.get(name) ?? []
      kept.push([step, value])
      values.set(name, kept)
    }
  }
  return Object.fromEntries(
    [...values].slice(0, mostCurves).map(([name, points]) => [name, curveOf(name, points)]),
  )
}

/** @param points at least one, in the order in which they were logged */
export function curveOf(name: string, points: readonly (readonly [number, number])[]): Curve {
  const [step, value] = points.at(-1)!
  const direction = directionOf(name)
  const best =
    direction && points.reduce((a, b) => ((direction === 'higher' ? b[1] > a[1] : b[1] < a[1]) ? b : a))
  return {
    values: points.length,
    last: { step, value },
    ...(best && { best: { step: best[0], value: best[1] } }),
    points: sampled(points, best),
  }
}

/** `val_loss`, `val/accuracy` and `train_acc` are what their last word says. */
function directionOf(name: string): 'higher' | 'lower' | undefined {
  const word = name
    .toLowerCase()
    .replace(/^(val|valid|validation|train|test|eval)[_/.-]/, '')
    .replace(/_(epoch|step)$/, '')
  if (/(^|[_/.-])(loss|error|err|perplexity|ppl|nll)$/.test(word)) return 'lower'
  if (/(^|[_/.-])(acc|accuracy|auc|auroc|f1|iou|dice|bleu)$/.test(word)) return 'higher'
  return metricNamed(word)?.direction
}

function sampled(
  points: readonly (readonly [number, number])[],
  best: readonly [number, number] | undefined,
): readonly (readonly [number, number])[] {
  if (points.length <= mostPoints) return points
  const every = (points.length - 1) / (mostPoints - 2)
  const chosen = new Set(Array.from({ length: mostPoints - 1 }, (_, i) => Math.round(i * every)))
  if (best) chosen.add(points.indexOf(best))
  return [...chosen]
    .filter((i) => i < points.length)
    .sort((a, b) => a - b)
    .map((i) => points[i]!)
}

function numberOf(cell: string | undefined): number | undefined {
  const value = cell === undefined || cell.trim() === '' ? Number.NaN : Number(cell)
  return Number.isFinite(value) ? value : undefined
}
