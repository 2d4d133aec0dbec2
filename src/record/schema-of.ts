import type * as z from 'zod'
import type { StageRecord } from './record.ts'
import { type StageName, stageNames } from './stage-name.ts'

/** Each loaded only when it is used: all six together take as long as a small stage. */
const schemas: { readonly [S in StageName]: () => Promise<z.ZodType<StageRecord>> } = {
  'data-validate': async () => (await import('./data-validate.ts')).dataValidateRecordSchema,
  train: async () => (await import('./train.ts')).trainRecordSchema,
  'evaluate-gate': async () => (await import('./evaluate-gate.ts')).evaluateGateRecordSchema,
  'register-model': async () => (await import('./register-model.ts')).registerModelRecordSchema,
  'deploy-model': async () => (await import('./deploy-model.ts')).deployModelRecordSchema,
  'drift-check': async () => (await import('./drift-check.ts')).driftCheckRecordSchema,
}

/** @param stage what a record says that it is of; for what no stage is called, the schema of all, which refuses it */
export async function recordSchemaOf(stage: unknown): Promise<z.ZodType<StageRecord>> {
  const name = stageNames.find((one) => one === stage)
  return name === undefined ? (await import('./record.ts')).stageRecordSchema : schemas[name]()
}
