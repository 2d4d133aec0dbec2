import { inputError } from '../../errors.ts'
import { commaRemedy, hasDecimalComma } from '../../tables/decimal-comma.ts'

/**
 * Refuses cells that are no numbers for a decimal comma: they are neither missing nor what metrics are made of.
 * @param read what the cells say as numbers, NaN where they say none
 * @param what stands between the file and the cell: `column "score" has`
 * @throws AssayError input `not-a-number`
 */
export function refuseDecimalComma(
  cells: readonly (string | null)[],
  read: Float64Array,
  what: string,
  file: string,
): void {
  const first = read.some(Number.isNaN) ? cells.find(hasDecimalComma) : undefined
  if (first == null) return
  throw inputError('not-a-number', `${file}: ${what} ${JSON.stringify(first)}, which is no number.`, {
    hint: commaRemedy(first),
    file,
  })
}
