import * as z from 'zod'
import { digestSchema } from './digest.ts'
import { commonShape, commonVerdicts } from './every-record.ts'

export const registerModelRecordSchema = z.looseObject({
  ...commonShape,
  stage: z.literal('register-model'),
  verdict: z.enum(['registered', 'exists', 'refused', ...commonVerdicts]),
  model_digest: digestSchema.optional(),
  registry: z.string().optional(),
  version: z.string().optional(),
  uri: z.string().optional(),
  /** what to do next, where it is not to begin again */
  remedy: z.string().optional(),
  aliases: z.array(z.string()).optional(),
})
export type RegisterModelRecord = z.infer<typeof registerModelRecordSchema>
