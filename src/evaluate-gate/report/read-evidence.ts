import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type * as z from 'zod'
import type { ReadRecord } from '../../record/bundle.ts'
import { sha256 } from '../../record/digest.ts'

/** Bytes of a document that a report is made of: what is longer was not written by this suite. */
const most = 8_000_000

/** A document that lies beside a record, where it is the one that the record names and holds what it should. */
export async function readEvidence<T extends z.ZodType>(
  { record, folder }: ReadRecord,
  path: string,
  schema: T,
): Promise<z.infer<T> | undefined> {
  const kept = record.evidence?.find((one) => one.path === path)
  if (kept === undefined || kept.bytes > most) return undefined
  try {
    const bytes = await readFile(join(folder, path))
    if (sha256(bytes) !== kept.digest) return undefined
    const parsed = schema.safeParse(JSON.parse(bytes.toString('utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
