import type { ReadRecord } from '../../record/bundle.ts'
import { curvesDocumentSchema, curvesFile } from '../../record/curves.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { RecordOf, StageRecord } from '../../record/record.ts'
import type { GateReport } from '../../report/html/gate/gate-report.ts'
import { readEvidence } from './read-evidence.ts'

/** What the report of a gate is made of: its record, and those of its run that are at hand. */
export async function gatherReport(
  gate: ReadRecord<EvaluateGateRecord>,
  others: readonly ReadRecord[],
  url?: string,
): Promise<GateReport> {
  const curves = await readEvidence(gate, curvesFile, curvesDocumentSchema)
  const training = lastOf(others, 'train')
  const data = lastOf(others, 'data-validate')
  return {
    record: gate.record,
    ...(url !== undefined && { url }),
    ...(training && { training: training.record }),
    ...(data && { data: data.record }),
    ...(curves && { curves }),
  }
}

const lastOf = <S extends StageRecord['stage']>(
  records: readonly ReadRecord[],
  stage: S,
): ReadRecord<RecordOf<S>> | undefined =>
  records.findLast((read): read is ReadRecord<RecordOf<S>> => read.record.stage === stage)
