import * as z from 'zod'
import { dataValidateRecordSchema } from './data-validate.ts'
import { deployModelRecordSchema } from './deploy-model.ts'
import { driftCheckRecordSchema } from './drift-check.ts'
import { evaluateGateRecordSchema } from './evaluate-gate.ts'
import { registerModelRecordSchema } from './register-model.ts'
import { trainRecordSchema } from './train.ts'

/** What a stage found out. The only document that passes between stages, jobs and runs. */
export const stageRecordSchema = z.discriminatedUnion('stage', [
  dataValidateRecordSchema,
  trainRecordSchema,
  evaluateGateRecordSchema,
  registerModelRecordSchema,
  deployModelRecordSchema,
  driftCheckRecordSchema,
])
export type StageRecord = z.infer<typeof stageRecordSchema>

export type RecordOf<S extends StageRecord['stage']> = Extract<StageRecord, { stage: S }>
