/** To merge more takes longer than a sort that looks at no text twice. */
const mostRuns = 32

/**
 * The order that sorts texts by code unit where they are a few ascending runs, such as the numbers of one, two, three
 * digits are one behind the other; equal texts keep theirs.
 * @returns undefined where there are more runs
 */
export function mergedRuns(texts: readonly string[]): Uint32Array | undefined {
  let starts = startsOf(texts)
  if (starts === undefined) return undefined
  let order: Uint32Array = new Uint32Array(texts.length)
  for (let row = 0; row < order.length; row++) order[row] = row
  while (starts.length > 1) {
    const merged = new Uint32Array(order.length)
    for (let run = 0; run < starts.length; run += 2) {
      const middle = starts[run + 1] ?? order.length
      mergeTwo(texts, order, { start: starts[run]!, middle, end: starts[run + 2] ?? order.length }, merged)
    }
    order = merged
    starts = starts.filter((_, run) => run % 2 === 0)
  }
  return order
}

/** Where each run begins. */
function startsOf(texts: readonly string[]): number[] | undefined {
  const starts = [0]
  for (let row = 1; row < texts.length; row++) {
    if (texts[row]! >= texts[row - 1]!) continue
    if (starts.push(row) > mostRuns) return undefined
  }
  return starts
}

interface TwoRuns {
  readonly start: number
  readonly middle: number
  readonly end: number
}

function mergeTwo(
  texts: readonly string[],
  order: Uint32Array,
  { start, middle, end }: TwoRuns,
  into: Uint32Array,
): void {
  let one = start
  let other = middle
  for (let at = start; at < end; at++) {
    const isFirst = one < middle && (other === end || texts[order[one]!]! <= texts[order[other]!]!)
    into[at] = isFirst ? order[one++]! : order[other++]!
  }
}
