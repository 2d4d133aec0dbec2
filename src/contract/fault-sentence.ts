import { counted } from '../report/number.ts'
import type { FaultGroup } from './fault-group.ts'

/**
 * A group of faults in one sentence: `1,204 rows whose bill_length_mm is below 0, first at train.csv:17`.
 * @param file what messages call the table's file
 * @param share how many rows may fail, where some may, as it stands behind the sentence; else ''
 */
export function faultSentence(
  { rowsAre, count, first }: Pick<FaultGroup, 'rowsAre' | 'count' | 'first'>,
  file: string,
  share: string,
): string {
  const [one] = first
  const at = one?.row === undefined ? undefined : placeText({ file, ...one })
  const where = at === undefined ? '' : `, ${count === 1 ? '' : 'first '}at ${at}`
  if (rowsAre === undefined) return `${one?.message ?? ''}${share}${where}`
  return `${counted(count, 'row')} ${rowsAre}${share}${where}`
}

/** `train.csv:17` as editors and terminals make it a link, or `train.parquet, row 17`. */
export function placeText({
  file,
  line,
  row,
}: {
  readonly file: string
  readonly line?: number | undefined
  readonly row?: number | undefined
}): string | undefined {
  if (line !== undefined) return `${file}:${line}`
  return row === undefined ? undefined : `${file}, row ${row}`
}
