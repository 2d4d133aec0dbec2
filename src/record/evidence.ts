import * as z from 'zod'
import { digestSchema } from './digest.ts'

/** A file that travels beside the record in its artifact. */
export const evidenceSchema = z.looseObject({
  path: z.string().min(1),
  digest: digestSchema,
  bytes: z.number().int().nonnegative(),
})
export type Evidence = z.infer<typeof evidenceSchema>
