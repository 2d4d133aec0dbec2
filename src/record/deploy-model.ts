import * as z from 'zod'
import { digestSchema } from './digest.ts'
import { commonShape, commonVerdicts } from './every-record.ts'

export const deployModelRecordSchema = z.looseObject({
  ...commonShape,
  stage: z.literal('deploy-model'),
  verdict: z.enum(['deployed', 'unchanged', 'rolled-back', 'rollback-failed', 'refused', ...commonVerdicts]),
  model_digest: digestSchema.optional(),
  target: z.string().optional(),
  environment: z.string().optional(),
  version: z.string().optional(),
  previous_version: z.string().optional(),
  /** why what serves may be the server before, where nothing tells them apart */
  doubt: z.string().optional(),
  /** what to do next, where it is doubted, or was refused for another reason than the version's quality */
  remedy: z.string().optional(),
  deployment_id: z.string().optional(),
  steps: z
    .array(
      z.looseObject({
        name: z.string(),
        outcome: z.enum(['done', 'failed', 'not-run']),
        detail: z.string().optional(),
      }),
    )
    .optional(),
})
export type DeployModelRecord = z.infer<typeof deployModelRecordSchema>
