import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { canonicalJson, type Json } from '../../record/canonical-json.ts'
import { sha256 } from '../../record/digest.ts'
import { yamlValue } from '../../yaml/read-yaml.ts'

/** As much as the reader of DVC's files takes. */
const largest = 4 * 2 ** 20

const lockSchema = z.looseObject({ stages: z.record(z.string(), z.looseObject({ outs: z.unknown() })) })

/**
 * Identity of a dvc.lock as an input of training: commands, dependencies and parameters of its stages, and all that is
 * pinned beside them. Their outputs are what came of it, and change with each training that is not the same to the bit.
 * @returns undefined where it cannot be read as one
 */
export async function lockDigest(file: string): Promise<string | undefined> {
  try {
    const lock = lockSchema.parse(yamlValue(await readFile(file, 'utf8'), { most: largest }))
    const stages = Object.entries(lock.stages).map(([name, { outs: _, ...rest }]) => [name, rest])
    const decisive = { ...lock, stages: Object.fromEntries(stages) }
    return sha256(canonicalJson(JSON.parse(JSON.stringify(decisive)) as Json))
  } catch {
    return undefined
  }
}
