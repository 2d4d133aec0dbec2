import type { ReadRecord } from '../../record/bundle.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { RecordOf, StageRecord } from '../../record/record.ts'
import type { GateReport } from '../../report/html/gate/gate-report.ts'

/** What the report of a gate is made of: its record, and those of its run that are at hand. */
export async function gatherReport(
  { record }: ReadRecord<EvaluateGateRecord>,
  others: readonly ReadRecord[],
  url?: string,
): Promise<GateReport> {
  const training = lastOf(others, 'train')
  const data = lastOf(others, 'data-validate')
  return {
    record,
    ...(url !== undefined && { url }),
    ...(training && { training: training.record }),
    ...(data && { data: data.record }),
  }
}

const lastOf = <S extends StageRecord['stage']>(
  records: readonly ReadRecord[],
  stage: S,
): ReadRecord<RecordOf<S>> | undefined =>
  records.findLast((read): read is ReadRecord<RecordOf<S>> => read.record.stage === stage)
