import type { DeployModelRecord } from '../record/deploy-model.ts'
import type { RegisterModelRecord } from '../record/register-model.ts'
import { stageSummary } from '../report/stage-summary.ts'
import { remedyOf } from '../report/stage-words.ts'
import type { Runner } from '../runner/runner.ts'
import type { Told } from '../stage/stage.ts'

/**
 * Tells people on the page of the run what was registered or put live, and why where it was not: of an error the launch
 * has said that already, and everything else would be known to the record alone.
 */
export async function tellRelease(
  record: RegisterModelRecord | DeployModelRecord,
  { log, summary }: Pick<Runner, 'log' | 'summary'>,
): Promise<Told> {
  if (record.passes) log.info(record.reason)
  else if (!record.error)
    log.annotate({
      level: 'error',
      message: [record.reason, remedyOf(record)].filter((line) => line !== undefined).join('\n'),
    })
  await summary(stageSummary(record))
  return { outputs: {} }
}
