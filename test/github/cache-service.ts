import type { CacheEntry } from './state.ts'
import { field, type TwirpCall, TwirpError, type TwirpMethod, textField } from './twirp.ts'

/** Entries never change: a key and version is taken once in each scope. */
const create: TwirpMethod = ({ world, runtime, body }) => {
  const key = textField(body, 'key')
  const version = textField(body, 'version')
  const scope = runtime.caches.write
  if (scope === undefined)
    return { ok: false, message: 'cache write denied: the token has no writable scopes' }
  const taken = [...world.state.caches.values()].some(
    (entry) => entry.key === key && entry.version === version && entry.scope === scope,
  )
  if (taken)
    throw new TwirpError(
      409,
      'already_exists',
      'cache entry with the same key, version, and scope already exists',
    )
  const blob = world.blobs.open('application/octet-stream', 'cache.tzst')
  const id = world.state.id()
  world.state.caches.set(id, { id, key, version, scope, blob, finalized: false, createdAt: world.now() })
  return { ok: true, signed_upload_url: world.blobs.uploadUrl(blob) }
}

const finalize: TwirpMethod = ({ world, runtime, body }) => {
  const key = textField(body, 'key')
  const version = textField(body, 'version')
  const entry = [...world.state.caches.values()].find(
    (one) => one.key === key && one.version === version && one.scope === runtime.caches.write,
  )
  if (!entry) throw new TwirpError(404, 'not_found', 'the cache entry was not created')
  if (world.blobs.bytes(entry.blob)?.length !== Number(field(body, 'size_bytes'))) {
    return { ok: false, message: 'the size of the upload is not what was announced' }
  }
  entry.finalized = true
  return { ok: true, entry_id: String(entry.id) }
}

/** The exact key, then each restore key as a prefix, scope by scope; the newest of several. */
function lookUp({ world, runtime, body }: TwirpCall): CacheEntry | undefined {
  const key = textField(body, 'key')
  const version = textField(body, 'version')
  const prefixes = [key, ...((field(body, 'restore_keys') as string[] | undefined) ?? [])]
  for (const scope of runtime.caches.read) {
    const entries = [...world.state.caches.values()]
      .filter((entry) => entry.finalized && entry.scope === scope && entry.version === version)
      .reverse()
    const exact = entries.find((entry) => entry.key === key)
    if (exact) return exact
    for (const prefix of prefixes) {
      const found = entries.find((entry) => entry.key.startsWith(prefix))
      if (found) return found
    }
  }
  return undefined
}

const download: TwirpMethod = (call) => {
  if (call.runtime.caches.read.length === 0) {
    throw new TwirpError(403, 'permission_denied', 'cache read denied: the token has no readable scopes')
  }
  const entry = lookUp(call)
  if (!entry) return { ok: false }
  return { ok: true, signed_download_url: call.world.blobs.downloadUrl(entry.blob), matched_key: entry.key }
}

export const cacheService: Readonly<Record<string, TwirpMethod>> = {
  CreateCacheEntry: create,
  FinalizeCacheEntryUpload: finalize,
  GetCacheEntryDownloadURL: download,
}
