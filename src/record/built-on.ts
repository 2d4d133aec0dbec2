import * as z from 'zod'
import { digestSchema } from './digest.ts'

/** A record or file that a record built on, by the digest of its raw bytes. */
export const builtOnSchema = z.looseObject({
  kind: z.enum(['record', 'file']),
  name: z.string().min(1),
  digest: digestSchema,
  /** of a record: the digest of what it found (see finding.ts) */
  finding: digestSchema.optional(),
})
export type BuiltOn = z.infer<typeof builtOnSchema>
