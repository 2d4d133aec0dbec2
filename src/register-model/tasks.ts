import * as z from 'zod'
import { modelDigest } from '../models/digest.ts'
import type { Json } from '../record/canonical-json.ts'
import type { Task } from '../stage/stage.ts'

const paramsSchema = z.object({ folder: z.string() })

/** Digest of the model's files as they were fetched. */
async function hashModel(params: Json): Promise<Json> {
  const { digest, bytes, files } = await modelDigest(paramsSchema.parse(params).folder)
  return { digest, bytes, files }
}

export const tasks: Record<string, Task> = { 'hash-model': hashModel }
