import type { ReadRecord } from '../../record/bundle.ts'
import { curvesDocumentSchema, curvesFile } from '../../record/curves.ts'
import type { DataValidateRecord } from '../../record/data-validate.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { RecordOf, StageRecord } from '../../record/record.ts'
import type { TrainRecord } from '../../record/train.ts'
import type { GateReport } from '../../report/html/gate/gate-report.ts'
import type { TableProfile } from '../../report/html/gate/profile-table.ts'
import { profileSchema } from '../../tables/profile/profile-schema.ts'
import { readEvidence } from './read-evidence.ts'
import { shownWords } from './shown-words.ts'

/** What is known beside the records of the run. */
export interface Beside {
  /** page of the run */
  readonly url?: string
  readonly before?: { readonly baseline: string; readonly training: ReadRecord<TrainRecord> }
}

/** What the report of a gate is made of: its record, and those of its run that are at hand. */
export async function gatherReport(
  gate: ReadRecord<EvaluateGateRecord>,
  others: readonly ReadRecord[],
  { url, before }: Beside = {},
): Promise<GateReport> {
  const curves = await readEvidence(gate, curvesFile, curvesDocumentSchema)
  const words = await shownWords(gate)
  const training = lastOf(others, 'train')
  const data = lastOf(others, 'data-validate')
  return {
    record: gate.record,
    ...(url !== undefined && { url }),
    ...(training && { training: training.record }),
    ...(data && { data: data.record }),
    profiles: await profilesOf(data ?? training, before),
    later: others.flatMap(({ record }) =>
      record.stage === 'register-model' || record.stage === 'deploy-model' ? [record] : [],
    ),
    ...(curves && { curves }),
    ...(words && { words }),
  }
}

/** Tables that are looked at column by column. */
const mostTables = 6

/** What tables look like, those of the training beside what the baseline's training had. */
async function profilesOf(
  read: ReadRecord<DataValidateRecord> | ReadRecord<TrainRecord> | undefined,
  before: Beside['before'],
): Promise<TableProfile[]> {
  if (read === undefined) return []
  const tables = (read.record.tables ?? []).slice(0, mostTables)
  const found = tables.map(async ({ name }): Promise<TableProfile[]> => {
    const profile = await profileOf(read, name)
    if (profile === undefined) return []
    const was = before && (await profileOf(before.training, name))
    return [{ table: name, profile, ...(was && { before: { name: before.baseline, profile: was } }) }]
  })
  return (await Promise.all(found)).flat()
}

const profileOf = (read: ReadRecord, table: string) =>
  readEvidence(read, `profile-${table}.json`, profileSchema)

const lastOf = <S extends StageRecord['stage']>(
  records: readonly ReadRecord[],
  stage: S,
): ReadRecord<RecordOf<S>> | undefined =>
  records.findLast((read): read is ReadRecord<RecordOf<S>> => read.record.stage === stage)
