import * as z from 'zod'

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

/** The id of all that is done in a folder without commits. */
export const withoutCommit = 'no-git'

/**
 * Whether a run is known by its id: what is done in any folder without commits has one id, and so has all that is done in
 * a working tree until the next commit.
 */
export const knownById = ({ id, dirty }: Pick<RunOfRecord, 'id' | 'dirty'>): boolean =>
  id !== withoutCommit && dirty !== true
