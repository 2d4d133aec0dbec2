import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import * as z from 'zod'
import { canonicalJson, type Json } from '../record/canonical-json.ts'
import { sha256 } from '../record/digest.ts'

const lockSchema = z.looseObject({ stages: z.record(z.string(), z.looseObject({ outs: z.unknown() })) })

/**
 * Identity of a dvc.lock as an input of training: commands, dependencies and parameters of its stages, and all that is
 * pinned beside them. Their outputs are what came of it, and change with each training that is not the same to the bit.
 * @returns undefined where it cannot be read as one
 */
export async function lockDigest(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  let value: unknown
  try {
    value = parse(text, { maxAliasCount: 100 })
  } catch {
    return undefined
  }
  const lock = lockSchema.safeParse(value)
  if (!lock.success) return undefined
  const stages = Object.entries(lock.data.stages).map(([name, { outs: _, ...rest }]) => [name, rest])
  const decisive = { ...lock.data, stages: Object.fromEntries(stages) }
  return sha256(canonicalJson(JSON.parse(JSON.stringify(decisive)) as Json))
}
