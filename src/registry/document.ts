import * as z from 'zod'
import { modelName } from '../config/schema/terms.ts'
import { inputError } from '../errors.ts'
import { digestSchema } from '../record/digest.ts'

const fileSchema = z.looseObject({
  path: z.string().min(1),
  digest: digestSchema,
  bytes: z.number().int().nonnegative(),
})

/** A file of a registered version. */
export type VersionFile = z.infer<typeof fileSchema>

/** What a version is, as both registries keep it. It holds nothing that differs when the same version is registered again. */
export const versionDocumentSchema = z.looseObject({
  schema: z.literal('modelassay/version/v1'),
  name: modelName,
  version: z.string().min(1),
  model: z.looseObject({
    digest: digestSchema,
    bytes: z.number().int().nonnegative(),
    files: z.number().int().positive(),
  }),
  source_sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  /** of the training that made the model */
  fingerprint: digestSchema.optional(),
  /** the run record: `<stage>/record.json` and evidence */
  records: z.array(fileSchema),
})
export type VersionDocument = z.infer<typeof versionDocumentSchema>

/**
 * Holds a version's document to the place where it was found: one that was copied there would make another model, or
 * another version, pass for this one.
 * @throws AssayError `version-broken`
 */
export function demandPlace(
  { name, version }: Pick<VersionDocument, 'name' | 'version'>,
  expected: Pick<VersionDocument, 'name' | 'version'>,
): void {
  if (name === expected.name && version === expected.version) return
  throw inputError(
    'version-broken',
    `the registry holds ${name} ${version} where ${expected.name} ${expected.version} should be`,
    { hint: 'Use another version, and find out who changed the registry.' },
  )
}

/**
 * Reads a document that somebody else may have written.
 * @param origin where it was found, for the message
 * @throws AssayError `version-unreadable`
 */
export function parseDocument<T>(schema: z.ZodType<T>, text: string, origin: string): T {
  const unreadable = (detail: string, cause: unknown) =>
    inputError('version-unreadable', `${origin} is not what this suite writes: ${detail}`, {
      hint: 'Somebody changed it by hand, or another version of the suite wrote it. Register the model again as a new version.',
      cause,
    })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw unreadable('it is not JSON', cause)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw unreadable(`${issue?.path.join('.') || 'document'}: ${issue?.message}`, parsed.error)
}
