import type { StageRecord } from '../record/record.ts'
import type { CarriedError } from './plan-file.ts'

/** 0 passes or was skipped · 1 blocks · 2 the user's configuration or input · 3 the outside world. */
export function exitCodeOf(
  { verdict }: Pick<StageRecord, 'verdict'>,
  blocks: boolean,
  error?: CarriedError,
): 0 | 1 | 2 | 3 {
  if (verdict === 'error') return error?.kind === 'outside' ? 3 : 2
  return verdict === 'skipped' || !blocks ? 0 : 1
}
