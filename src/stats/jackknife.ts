/** How uncertain an estimate is, by what it would have been without each part of the rows. */
export interface Jackknifed {
  readonly standardError: number
  /** degrees of freedom of Student's t */
  readonly df: number
}

/**
 * The delete-a-group jackknife: rows within a part may be as alike as they like, if the parts are not.
 * @param without the estimate without each part, one a part
 * @returns undefined below two parts, and where one of them leaves no estimate
 * @see Kott 2001, "The delete-a-group jackknife", Journal of Official Statistics 17
 */
export function jackknife(without: Float64Array): Jackknifed | undefined {
  const parts = without.length
  if (parts < 2 || !without.every(Number.isFinite)) return undefined
  const mean = without.reduce((sum, value) => sum + value, 0) / parts
  const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  // Estimates that differ by rounding alone do not differ.
  const rounding = 1e-13 * Math.abs(mean)
  const standardError = Math.sqrt((squares * (parts - 1)) / parts)
  return { standardError: standardError > rounding ? standardError : 0, df: parts - 1 }
}
