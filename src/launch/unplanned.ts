import { recordFormat } from '../record/every-record.ts'
import type { StageRecord } from '../record/record.ts'
import type { StageName } from '../record/stage-name.ts'
import { suiteVersion } from '../version.ts'
import type { CarriedError } from './plan-file.ts'

/** The record of a stage that ended before anything ran: nothing but why. It is stored nowhere. */
export function unplanned(
  stage: StageName,
  { kind: _kind, ...error }: CarriedError,
  now: Date,
  name = 'unknown',
): StageRecord {
  const at = now.toISOString()
  return {
    schema: recordFormat,
    stage,
    name,
    verdict: 'error',
    passes: false,
    reason: error.message,
    error,
    run: { id: 'none', attempt: 1, event: 'local' },
    built_on: [],
    observed: { started_at: at, finished_at: at, suite_version: suiteVersion, host: 'local' },
  } as StageRecord
}
