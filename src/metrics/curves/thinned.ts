export type Point = readonly [x: number, y: number]

/**
 * At most `most` points of a line, among them its ends: first those between which it runs straight up or across go, then
 * those that are left stand at about equal distances along it.
 * @param line in the order of the line, both coordinates from 0 to 1
 */
export function thinned(line: readonly Point[], most: number): [number, number][] {
  const points = corners(line)
  let length = 0
  for (let i = 1; i < points.length; i++) length += distance(points[i - 1]!, points[i]!)
  const step = length / (most - 2)
  const kept: [number, number][] = []
  let along = 0
  let next = 0
  for (let i = 0; i < points.length; i++) {
    const point = points[i]!
    if (i > 0) along += distance(points[i - 1]!, point)
    const isLast = i === points.length - 1
    if (points.length > most && along < next && !isLast) continue
    next = along + step
    kept.push([short(point[0]), short(point[1])])
  }
  return kept
}

function corners(line: readonly Point[]): Point[] {
  const kept: Point[] = []
  for (let i = 0; i < line.length; i++) {
    const point = line[i]!
    if (i === 0 || i === line.length - 1 || !isBetween(point, line[i - 1]!, line[i + 1]!)) kept.push(point)
  }
  return kept
}

// By place: to take a pair apart by its iterator is slow until the engine has compiled it, which is most of the way here.
const isBetween = (point: Point, before: Point, after: Point) =>
  (before[0] === point[0] && after[0] === point[0]) || (before[1] === point[1] && after[1] === point[1])

const distance = (one: Point, other: Point) => Math.abs(other[0] - one[0]) + Math.abs(other[1] - one[1])
const short = (value: number) => Math.min(1, Math.max(0, Number(value.toFixed(4))))
