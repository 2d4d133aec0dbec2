import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { parseRecord, type ReadRecord } from '../../record/bundle.ts'
import { digestSchema, sha256 } from '../../record/digest.ts'
import type { StageRecord } from '../../record/record.ts'

/** A record of this run that the plan has read, and where it lies until the job ends. */
const runRecordSchema = z.object({ folder: z.string(), digest: digestSchema })
export type RunRecord = z.infer<typeof runRecordSchema>

export const runRecord = ({ folder, digest }: ReadRecord): RunRecord => ({ folder, digest })

/**
 * The records that the plan read, again: commands of the user's ran since, so that one is taken only with the digest
 * that it had then. What cannot be had is left out.
 */
export async function readRunRecords(known: readonly RunRecord[]): Promise<ReadRecord<StageRecord>[]> {
  const read = known.map(async ({ folder, digest }) => {
    try {
      const bytes = await readFile(join(folder, 'record.json'))
      if (sha256(bytes) !== digest) return []
      return [{ record: await parseRecord(bytes.toString('utf8'), folder), digest, folder }]
    } catch {
      return []
    }
  })
  return (await Promise.all(read)).flat()
}
