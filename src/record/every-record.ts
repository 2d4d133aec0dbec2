import * as z from 'zod'
import { builtOnSchema } from './built-on.ts'
import { errorSchema } from './error.ts'
import { evidenceSchema } from './evidence.ts'
import { runSchema } from './run.ts'

/** The version of the record format that this code writes; readers accept this one. */
export const recordFormat = 'modelassay/v1'

/** What every stage record holds. `observed` is all that varies from run to run, and is outside the finding. */
export const commonShape = {
  schema: z.string(),
  name: z.string().min(1),
  passes: z.boolean(),
  reason: z.string().min(1),
  run: runSchema,
  built_on: z.array(builtOnSchema),
  evidence: z.array(evidenceSchema).optional(),
  observed: z.looseObject({
    started_at: z.string(),
    finished_at: z.string(),
    suite_version: z.string(),
  }),
  error: errorSchema.optional(),
}

/** Every stage can also end as one of these. */
export const commonVerdicts = ['error', 'skipped'] as const
