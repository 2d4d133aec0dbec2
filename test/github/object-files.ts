import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { isMissing } from './missing.ts'

export interface GitObject {
  readonly sha: string
  readonly type: string
  readonly bytes: Buffer
}

/**
 * An object that git keeps in a file of its own.
 *
 * A process that holds many modules takes about ten milliseconds to start another: with one for every object that a
 * request looks at, that was most of the time of the tests.
 * @param dir a bare repository
 * @returns undefined where there is no such file: the object is packed, or there is none
 */
export async function objectInFile(dir: string, sha: string): Promise<GitObject | undefined> {
  const path = join(dir, 'objects', sha.slice(0, 2), sha.slice(2))
  const packed = await readFile(path).catch((error) => {
    if (isMissing(error)) return undefined
    throw error
  })
  if (packed === undefined) return undefined
  const whole = inflateSync(packed)
  const type = whole.toString('latin1', 0, whole.indexOf(' '))
  return { sha, type, bytes: whole.subarray(whole.indexOf(0) + 1) }
}
