import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { digestSchema } from '../../record/digest.ts'

/** File beside the folders of a kept checkpoint, and of the record's evidence. */
export const manifestFile = 'checkpoint.json'

/** Where a kept checkpoint has the files of one seed. */
export const seedFolder = (folder: string, seed: number) => join(folder, `seed-${seed}`)

const seedSchema = z.object({
  seed: z.number().int(),
  /** of the files, as a model's */
  digest: digestSchema,
  bytes: z.number().int().nonnegative(),
  files: z.number().int().positive(),
})
export type SeedCheckpoint = z.infer<typeof seedSchema>

/** Which training a checkpoint is of, and what is in it. */
export const manifestSchema = z.object({
  format: z.literal(1),
  name: z.string(),
  /** all that decides the result: only a training of the same goes on from it */
  fingerprint: digestSchema,
  /** the run that kept it */
  run: z.object({
    id: z.string().min(1).max(100),
    attempt: z.number().int().positive(),
    ref: z.string().max(1000).optional(),
    sha: z.string().max(100).optional(),
    /** its working tree differed from the commit; only on a machine of one's own */
    dirty: z.literal(true).optional(),
  }),
  /** why nothing goes on from it any more; there are no files then */
  ended: z.enum(['trained', 'failed']).optional(),
  seeds: z
    .array(seedSchema)
    .refine((all) => new Set(all.map(({ seed }) => seed)).size === all.length, 'has a seed twice'),
})
export type Manifest = z.infer<typeof manifestSchema>

/** Far more than one of a thousand seeds has. */
const mostBytes = 2 ** 20

/** The manifest in a folder that anybody may have written; undefined when there is none that could be one. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const file = join(folder, manifestFile)
  const found = await lstat(file).catch(() => undefined)
  if (!found?.isFile() || found.size > mostBytes) return undefined
  try {
    return manifestSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}
