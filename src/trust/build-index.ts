import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { canonicalJson } from '../record/canonical-json.ts'
import { digestSchema } from '../record/digest.ts'
import { runSchema } from '../record/run.ts'

const fileName = 'plan.json'

/** What is known of the last accepted training of a model. */
const buildSchema = z.looseObject({
  /** what the repository and its data decided */
  sources_digest: digestSchema,
  /** for people: `run 12 of main at abc1234` */
  from: z.string(),
  run_id: z.string(),
  /** artifact of its train record */
  artifact: z.string(),
})
export type Build = z.infer<typeof buildSchema>

/**
 * The accepted trainings of all models, as a plan found them: what later plans start from, so that none of them looks
 * at more than what was built since.
 */
const buildIndexSchema = z.looseObject({
  schema: z.literal('modelassay/plan/1'),
  run: runSchema,
  models: z.record(z.string(), buildSchema),
})
export type BuildIndex = z.infer<typeof buildIndexSchema>

/** `modelassay-plan-<attempt>` */
export const indexArtifact = (attempt: number) => `modelassay-plan-${attempt}`

/** Attempt of an artifact that holds an index; undefined of any other. */
export function indexAttempt(artifact: string): number | undefined {
  const attempt = /^modelassay-plan-([1-9]\d{0,8})$/.exec(artifact)?.[1]
  return attempt === undefined ? undefined : Number(attempt)
}

export async function writeIndex(folder: string, index: BuildIndex): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, fileName), canonicalJson(index))
}

/** @returns undefined where the folder holds none that can be read */
export async function readIndex(folder: string): Promise<BuildIndex | undefined> {
  const text = await readFile(join(folder, fileName), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return buildIndexSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
