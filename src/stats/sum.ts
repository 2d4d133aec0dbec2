/**
 * Sum of `count` terms with Neumaier's compensation: the error does not grow with the number of rows, and the result
 * does not depend on how rows are batched.
 * @param term value of the i-th term, not NaN
 * @see Neumaier 1974, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen"
 */
export function sumOf(count: number, term: (i: number) => number): number {
  const terms = new Float64Array(count)
  for (let i = 0; i < count; i++) terms[i] = term(i)
  return sum(terms)
}

/** Compensated sum of values that are not NaN; see {@link sumOf}. */
export function sum(values: ArrayLike<number>): number {
  let total = 0
  let lost = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  // An infinite total has nothing to compensate; the lost part is NaN then.
  return Number.isFinite(total) ? total + lost : total
}
