import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { inputError } from '../../errors.ts'
import type { Release } from '../../forge/releases.ts'
import { type Digest, sha256OfFile } from '../../record/digest.ts'
import { readParts } from '../archive/parts.ts'
import { extractTar } from '../archive/tar-read.ts'
import { demandPlace, parseDocument } from '../document.ts'
import { versionNamed } from '../names.ts'
import { type DescribedAsset, type Manifest, manifestName, manifestSchema } from './manifest.ts'
import type { Room } from './room.ts'
import { versionTag } from './tags.ts'
import { type TaggedVersion, taggedVersion, taggedVersions } from './versions.ts'

/**
 * Fetches and unpacks one of a version's archives, each link by digest: tag, manifest, archive.
 * @returns the manifest
 * @throws AssayError `no-version`, `release-lost`, `version-broken`, `archive-broken`
 */
export async function fetchArchive(
  room: Room,
  name: string,
  version: string,
  which: 'model' | 'records',
  into: string,
): Promise<{ manifest: Manifest; tagged: TaggedVersion }> {
  const tagged = await demandTagged(room, name, version)
  const release = await releaseOf(room, tagged)
  const scratch = join(room.scratch, `fetch-${randomUUID()}`)
  await mkdir(scratch, { recursive: true })
  try {
    const what = `${name} ${version}`
    const file = await fetchAsset(room, release, manifestName, tagged.registration.manifest, scratch, what)
    const manifest = parseDocument(manifestSchema, await readFile(file, 'utf8'), `${manifestName} of ${what}`)
    demandPlace(manifest, { name, version })
    const parts: string[] = []
    for (const part of manifest.assets[which]) parts.push(await fetchPart(room, release, part, scratch, what))
    await extractTar(readParts(parts), into)
    return { manifest, tagged }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

const fetchPart = (room: Room, release: Release, part: DescribedAsset, folder: string, what: string) =>
  fetchAsset(room, release, part.name, part.digest, folder, what)

async function demandTagged(room: Room, name: string, version: string): Promise<TaggedVersion> {
  const found = await taggedVersion(room, name, version)
  if (found && found !== 'foreign') return found
  const all = await taggedVersions(room, name)
  versionNamed(
    all.map((one) => one.version),
    version,
  )
  throw new Error(`the tag of ${name} ${version} changed while it was read`)
}

async function releaseOf({ forge }: Room, { version, registration }: TaggedVersion): Promise<Release> {
  const tag = versionTag(version.name, version.version)
  const published = await forge.releases.byTag(tag)
  if (published?.id === registration.release) return published
  // A registration that broke off before its last step: the draft is whole, for those who may see it.
  const drafted = (await forge.releases.list()).find(({ id }) => id === registration.release)
  if (drafted) return drafted
  throw inputError('release-lost', `the release of ${tag} is not published, or was deleted`, {
    hint: 'Run register-model of that commit again, which publishes what it left, or use another version.',
  })
}

async function fetchAsset(
  { forge }: Room,
  release: Release,
  name: string,
  expected: Digest,
  folder: string,
  what: string,
): Promise<string> {
  const asset = release.assets.find((one) => one.name === name)
  const file = join(folder, String(release.assets.indexOf(asset!)))
  if (asset) await forge.releases.download(asset, file)
  const found = asset && (await sha256OfFile(file))
  if (found === expected) return file
  throw inputError(
    'version-broken',
    `the asset ${name} of ${what} ${found ? `has digest ${found}, but ${expected} was registered` : 'is missing'}`,
    { hint: 'Use another version, and find out who changed the release.' },
  )
}
