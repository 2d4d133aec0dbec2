import type { Ref } from '../../forge/git.ts'
import { newestFirst } from '../names.ts'
import type { Version } from '../registry.ts'
import { type Registration, registrationIn } from './message.ts'
import type { Room } from './room.ts'
import { versionOfTag, versionTag } from './tags.ts'

/** A version as its tag tells it. A tag is made last, so what has one is whole. */
export interface TaggedVersion {
  readonly version: Version
  readonly registration: Registration
  /** commit that the tag is on */
  readonly commit: string
}

/** How many tags are read at a time. */
const atOnce = 8

/** Versions of this suite's own; tags that `gto register` made by hand hold no model and are left out. */
export async function taggedVersions(room: Room, name: string): Promise<TaggedVersion[]> {
  const refs = await room.forge.git.refs(`tags/${name}@v`)
  return inOrder(await readTags(refs, (ref) => readTagged(room, name, ref)))
}

/** Undefined when no tag of that version exists, `foreign` when somebody else made it. */
export async function taggedVersion(
  room: Room,
  name: string,
  version: string,
): Promise<TaggedVersion | 'foreign' | undefined> {
  const wanted = `refs/tags/${versionTag(name, version)}`
  const ref = (await room.forge.git.refs(wanted.slice('refs/'.length))).find((one) => one.ref === wanted)
  return ref && ((await readTagged(room, name, ref)) ?? 'foreign')
}

/** Reads tags a few at a time, in the order of their refs. */
export async function readTags<T>(
  refs: readonly Ref[],
  read: (ref: Ref) => Promise<T | undefined>,
): Promise<T[]> {
  const found: (T | undefined)[] = []
  for (let at = 0; at < refs.length; at += atOnce)
    found.push(...(await Promise.all(refs.slice(at, at + atOnce).map(read))))
  return found.filter((one): one is Awaited<T> & T => one !== undefined)
}

async function readTagged({ forge }: Room, name: string, ref: Ref): Promise<TaggedVersion | undefined> {
  const version = versionOfTag(ref.ref.slice('refs/tags/'.length), name)
  if (version === undefined || ref.type !== 'tag') return undefined
  const { message, target, taggedAt } = await forge.git.tag(ref.sha)
  const registration = registrationIn(message)
  // A tag object can be given another name by a ref of its own: what it says of itself counts.
  if (!registration || registration.version !== version) return undefined
  return {
    registration,
    commit: target,
    version: {
      name,
      version,
      modelDigest: registration.model_digest,
      sourceSha: registration.source_sha,
      ...(registration.fingerprint && { fingerprint: registration.fingerprint }),
      uri: `${forge.repository.url}/releases/tag/${encodeURIComponent(versionTag(name, version))}`,
      registeredAt: taggedAt,
    },
  }
}

function inOrder(found: readonly TaggedVersion[]): TaggedVersion[] {
  const byVersion = new Map(found.map((one) => [one.version, one]))
  return newestFirst([...byVersion.keys()]).map((version) => byVersion.get(version)!)
}
