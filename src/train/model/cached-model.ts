import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AssayError } from '../../errors.ts'
import { copyModel } from '../../models/copy.ts'
import type { ModelContent } from '../../models/digest.ts'
import { demandModel } from '../../models/fetch.ts'
import type { Digest } from '../../record/digest.ts'
import { withoutEnd } from '../../report/also-wrong.ts'
import type { Runner } from '../../runner/runner.ts'

type Host = Pick<Runner, 'cache' | 'log' | 'temp'>

/** GitHub keeps 10 GB a repository, and drops what others put there to make room. */
const largest = 1024 ** 3

/** Names a model by its content: a cache that holds anything else under it is wrong, not old. */
const cacheKey = (name: string, digest: Digest) => `modelassay-model-${name}-${digest.replace(':', '-')}`

/**
 * Puts a model where it may outlast its artifact. Only what the default branch trains: that is what later runs take,
 * and a pull request's own cache is seen by nobody else.
 */
export async function cacheModel(
  name: string,
  model: string,
  { digest, bytes }: ModelContent,
  { cache, log, temp, trigger }: Host & Pick<Runner, 'trigger'>,
): Promise<void> {
  if (!cache || trigger.branch !== trigger.defaultBranch) return
  if (bytes > largest) {
    log.info(`The model has ${bytes} bytes and is not cached: it would take the room of everything else.`)
    return
  }
  const folder = join(temp, `modelassay-to-cache-${randomUUID()}`)
  try {
    await copyModel(model, folder)
    await cache.save(cacheKey(name, digest), folder)
  } catch (error) {
    log.warning(`The model could not be cached: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Fetches a model from the cache. The digest, which comes from a record that may be believed, decides: what is
 * something else is told and thrown away.
 * @returns a folder of this job that holds the model; undefined when it cannot be had
 */
export async function restoreModel(
  name: string,
  digest: Digest,
  { cache, log, temp }: Host,
): Promise<string | undefined> {
  const folder = join(temp, `modelassay-cached-${randomUUID()}`)
  if (!(await cache?.restore(cacheKey(name, digest), folder))) return undefined
  try {
    await demandModel({ digest }, folder)
    return folder
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    if (!(error instanceof AssayError)) throw error
    log.warning(
      `The cache of the model ${digest} holds something else, which is not taken: ${withoutEnd(error.message)}. Find out which job wrote it.`,
    )
    return undefined
  }
}
