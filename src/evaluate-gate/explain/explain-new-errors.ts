import { counted, grouped, percentWritten } from '../../report/number.ts'
import type { Judged } from '../compare/draft.ts'
import { baselineName } from './explain.ts'

/** How many rows flipped, in one sentence. @param where of which evaluation, where there are several */
export function explainNewErrors(
  { candidate_value: broken, mended, rows, allowed, allowed_ratio, zone, baseline }: Judged,
  where: readonly string[],
): string {
  const limit = allowed_ratio === undefined ? grouped(allowed) : percentWritten(allowed_ratio)
  const held = zone === 'within-bound' ? `inside the ${limit} allowed` : `more than the ${limit} allowed`
  const on = [`of ${counted(rows, 'row')}`, ...where].join(' ')
  return `${grouped(broken!)} ${on} ${broken === 1 ? 'is' : 'are'} wrong that ${baselineName({ baseline })} has right, ${held}, judged by the count alone; the reverse holds of ${grouped(mended!)}.`
}
