import * as z from 'zod'
import { digestSchema } from './digest.ts'

export const stageNames = [
  'data-validate',
  'train',
  'evaluate-gate',
  'register-model',
  'deploy-model',
  'drift-check',
] as const
export type StageName = (typeof stageNames)[number]

/** The version of the record format that this code writes; readers accept this one. */
export const recordFormat = 'modelassay/v1'

/** Which run a record comes from, as the host tells it. Nothing of a run's own code enters it. */
export const runSchema = z.looseObject({
  id: z.string().min(1),
  attempt: z.number().int().positive(),
  /** the matrix job, as a short digest of its matrix values */
  leg: z.string().optional(),
  /** the values of the matrix job, as text for people */
  matrix: z.record(z.string(), z.string()).optional(),
  /** key of the job in the workflow file, and where the host tells it the job's own id */
  job: z.looseObject({ key: z.string(), id: z.string().optional() }).optional(),
  event: z.string(),
  /** owner/name */
  repository: z.string().optional(),
  workflow: z.string().optional(),
  ref: z.string().optional(),
  /** the commit whose tree was worked on (for a pull request the merge commit); absent outside git */
  sha: z.string().optional(),
  /** for a pull request the head commit that people see */
  head_sha: z.string().optional(),
  pull_request: z.number().int().optional(),
  /** the working tree differed from the commit */
  dirty: z.boolean().optional(),
})
export type RunOfRecord = z.infer<typeof runSchema>

const errorText = {
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  file: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
}

export const errorSchema = z.looseObject({
  ...errorText,
  /** what else is wrong at the same time: further mistakes of the same document, say */
  others: z.array(z.looseObject(errorText)).readonly().optional(),
  /** how many more there are */
  others_left: z.number().int().positive().optional(),
})
export type ErrorOfRecord = z.infer<typeof errorSchema>

/** A record or file that a record built on, by the digest of its raw bytes. */
export const builtOnSchema = z.looseObject({
  kind: z.enum(['record', 'file']),
  name: z.string().min(1),
  digest: digestSchema,
  /** of a record: the digest of what it found (see finding.ts) */
  finding: digestSchema.optional(),
})
export type BuiltOn = z.infer<typeof builtOnSchema>

/** A file that travels beside the record in its artifact. */
export const evidenceSchema = z.looseObject({
  path: z.string().min(1),
  digest: digestSchema,
  bytes: z.number().int().nonnegative(),
})
export type Evidence = z.infer<typeof evidenceSchema>

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
