import * as z from 'zod'
import { digestSchema } from '../record/digest.ts'
import { columnProfileSchema } from '../tables/profile/profile-schema.ts'

/** What the work counted. */
export const countedSchema = z.object({
  /** `digest` of a file; a profile has been checked by its record's */
  reference: z.object({ rows: z.number().int(), digest: digestSchema.optional() }),
  current: z.object({ rows: z.number().int(), digest: digestSchema }),
  columns: z.array(
    z.object({
      profile: columnProfileSchema,
      current: z.object({
        name: z.string(),
        counts: z.array(z.number().int()),
        missing: z.number().int(),
        invalid: z.number().int(),
      }),
    }),
  ),
  absent: z.array(z.object({ name: z.string(), kind: z.enum(['numeric', 'categorical']) })),
  left: z.array(z.object({ name: z.string(), reason: z.string() })),
  /** digests of the training tables as they are now; absent where one cannot be read */
  training: z.array(digestSchema).optional(),
})
