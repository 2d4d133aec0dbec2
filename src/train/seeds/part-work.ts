import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { inputError } from '../../errors.ts'
import { canonicalJson, type Json } from '../../record/canonical-json.ts'
import type { Outcome } from '../../stage/work.ts'

/** File of a part's evidence with what its work came to, from which the gathering concludes as one job would. */
export const partWorkFile = 'part.json'

const partWork = z.object({
  outcomes: z.array(
    z.object({
      id: z.string(),
      status: z.literal('done'),
      seconds: z.number().nonnegative(),
      exitCode: z.number().int().exactOptional(),
      peakMemoryBytes: z.number().nonnegative().exactOptional(),
      cpuSeconds: z.number().nonnegative().exactOptional(),
      attempts: z.number().int().exactOptional(),
      result: z.json().exactOptional(),
    }),
  ),
})

/** Keeps what was done; what a command printed stays where it was. */
export async function writePartWork(evidence: string, outcomes: readonly Outcome[]): Promise<void> {
  const done = outcomes.filter(({ status }) => status === 'done')
  const kept = done.map(({ tail: _tail, error: _error, ...outcome }) => outcome)
  await writeFile(join(evidence, partWorkFile), canonicalJson({ outcomes: kept } as unknown as Json))
}

/**
 * @param folder of a part's record, whose evidence was checked
 * @throws AssayError input: `part-unreadable`
 */
export async function readPartWork(folder: string): Promise<readonly Outcome[]> {
  try {
    return partWork.parse(JSON.parse(await readFile(join(folder, partWorkFile), 'utf8'))).outcomes
  } catch (cause) {
    throw inputError('part-unreadable', `a part of the training holds no ${partWorkFile} that can be read`, {
      hint: 'Run the job of its seed again, with the same version of the action.',
      cause,
    })
  }
}
