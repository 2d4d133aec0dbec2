import * as z from 'zod'
import { canonicalJson } from '../../record/canonical-json.ts'
import { digestSchema } from '../../record/digest.ts'

/** What a registering tag says: enough to list versions without fetching anything else. */
const registrationSchema = z.looseObject({
  schema: z.literal('modelassay/registration/v1'),
  version: z.string(),
  model_digest: digestSchema,
  source_sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  fingerprint: digestSchema.optional(),
  /** id of the release that holds the assets */
  release: z.number().int().positive(),
  /** of manifest.json, which has the digests of all other assets */
  manifest: digestSchema,
})
export type Registration = z.infer<typeof registrationSchema>

/** A sentence for people, then the document. */
export const messageOf = (sentence: string, registration: Registration) =>
  `${sentence}\n\n${canonicalJson(registration)}`

/** Undefined when the tag was not written by this suite, for example by `gto register`. */
export function registrationIn(message: string): Registration | undefined {
  const start = message.indexOf('\n{')
  if (start < 0) return undefined
  try {
    return registrationSchema.safeParse(JSON.parse(message.slice(start))).data
  } catch {
    return undefined
  }
}
