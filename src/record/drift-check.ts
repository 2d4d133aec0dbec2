import * as z from 'zod'
import { digestSchema } from './digest.ts'
import { commonShape, commonVerdicts } from './every-record.ts'
import { identitySchema, tableRefSchema } from './refs.ts'

export const driftCheckRecordSchema = z.looseObject({
  ...commonShape,
  stage: z.literal('drift-check'),
  verdict: z.enum(['stable', 'drifted', 'inconclusive', ...commonVerdicts]),
  reference: z
    .looseObject({
      source: z.string(),
      rows: z.number().int().optional(),
      version: z.string().optional(),
      model_digest: digestSchema.optional(),
      identity: identitySchema.optional(),
    })
    .optional(),
  current: z.looseObject({ ...tableRefSchema.shape, rows: z.number().int() }).optional(),
  columns: z
    .array(
      z.looseObject({
        name: z.string(),
        kind: z.enum(['numeric', 'categorical']),
        method: z.string(),
        score: z.number().optional(),
        /** the practical threshold and the noise floor: drift needs both */
        threshold: z.number().optional(),
        noise_floor: z.number().optional(),
        p_value: z.number().optional(),
        p_adjusted: z.number().optional(),
        drifted: z.boolean(),
        rows: z.number().int(),
        reason: z.string().optional(),
      }),
    )
    .optional(),
  /** share of the columns that drifted, 0 to 1 */
  share: z.number().optional(),
  actions: z
    .array(
      z.looseObject({
        name: z.string(),
        outcome: z.enum(['done', 'unchanged', 'skipped', 'failed']),
        detail: z.string().optional(),
        url: z.string().optional(),
      }),
    )
    .optional(),
})
export type DriftCheckRecord = z.infer<typeof driftCheckRecordSchema>
