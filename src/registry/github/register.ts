import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AssayError, inputError, outsideError } from '../../errors.ts'
import type { Release } from '../../forge/releases.ts'
import { filesOf } from '../archive/files.ts'
import { demandSame, versionTaken } from '../names.ts'
import type { NewVersion, Version } from '../registry.ts'
import { fillDraft } from './assets.ts'
import { manifestName } from './manifest.ts'
import { messageOf, type Registration } from './message.ts'
import { type Pack, packVersion } from './pack.ts'
import type { Room } from './room.ts'
import { versionTag } from './tags.ts'
import { type TaggedVersion, taggedVersion } from './versions.ts'

/**
 * A version on GitHub. The order makes every moment a sound one:
 *
 * 1. a draft release with all assets, seen by nobody who may not write, each checked as the server has it;
 * 2. a registration commit, reached by no ref yet: its parent is the source commit, its tree adds the run record. A
 *    commit of its own for each version, because GTO reads one version a commit and a retrained model is a second one;
 * 3. its annotated tag. The ref is create-only, so of two callers one wins, and from here on the version exists;
 * 4. publishing. It comes after the tag because publishing a draft whose tag is missing makes a lightweight tag at the
 *    default branch, and locks it for good where releases are immutable.
 *
 * Whatever breaks off is taken up by the next call: before the tag by the draft's name, after it by the tag.
 */
export async function registerOnGitHub(room: Room, wanted: NewVersion): Promise<Version> {
  const tagged = (await existing(room, wanted)) ?? (await makeVersion(room, wanted))
  await publish(room, tagged)
  return tagged.version
}

async function existing(room: Room, wanted: NewVersion): Promise<TaggedVersion | undefined> {
  const { name, version } = wanted
  const there = await taggedVersion(room, name, version)
  if (there === 'foreign') throw versionTaken(name, version, 'by a tag that this suite did not write')
  if (there) demandSame(there.version, { modelDigest: wanted.model.digest, sourceSha: wanted.sourceSha })
  return there
}

async function makeVersion(room: Room, wanted: NewVersion): Promise<TaggedVersion> {
  const folder = join(room.scratch, `pack-${randomUUID()}`)
  try {
    const pack = await packVersion(wanted, folder)
    const draft = await draftOf(room, wanted)
    await fillDraft(room, draft, pack)
    await tagVersion(room, wanted, draft, pack)
    const made = await existing(room, wanted).catch(async (error) => {
      // Another model was first under this number: nothing can ever publish this draft.
      if (error instanceof AssayError && error.code === 'version-taken')
        await room.forge.releases.deleteDraft(draft.id)
      throw error
    })
    if (made) return made
    throw outsideError('tag-lost', `the tag of ${wanted.name} ${wanted.version} was made, and is not there`, {
      hint: 'Run this again. If it stays, look for a rule of the repository that deletes tags.',
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The draft that an earlier call left, or a new one. Its name says which model and commit it is for. */
async function draftOf({ forge }: Room, wanted: NewVersion): Promise<Release> {
  const tag = versionTag(wanted.name, wanted.version)
  const name = releaseName(wanted)
  const left = (await forge.releases.list()).find((one) => one.draft && one.tag === tag && one.name === name)
  return left ?? forge.releases.createDraft({ tag, name, body: wanted.notes })
}

const releaseName = ({ name, version, model, sourceSha }: NewVersion) =>
  `${name} ${version} (model ${model.digest.slice('sha256:'.length, 'sha256:'.length + 12)}, commit ${sourceSha.slice(0, 12)})`

async function tagVersion(room: Room, wanted: NewVersion, draft: Release, pack: Pack): Promise<void> {
  const { git } = room.forge
  const { name, version } = wanted
  const sentence = `Register ${name} ${version}`
  const source = await git.commit(wanted.sourceSha)
  const tree = await git.createTree(source.tree, await filesOfCommit(wanted, pack))
  const commit = await git.createCommit({ message: sentence, tree, parents: [wanted.sourceSha] })
  const registration: Registration = {
    schema: 'modelassay/registration/v1',
    version,
    model_digest: wanted.model.digest,
    source_sha: wanted.sourceSha,
    ...(wanted.fingerprint && { fingerprint: wanted.fingerprint }),
    release: draft.id,
    manifest: pack.manifest,
  }
  const tag = versionTag(name, version)
  const message = messageOf(sentence, registration)
  const object = await git.createTag({ name: tag, message, target: commit, now: room.now() })
  // False is an answer too: another caller, or an earlier attempt of this one, was first; the tag tells which.
  await git.createRef(`refs/tags/${tag}`, object)
}

/** The run record as files of the registration commit: the documents, without evidence, which may be large. */
async function filesOfCommit(wanted: NewVersion, pack: Pack): Promise<{ path: string; text: string }[]> {
  const folder = `.modelassay/registry/${wanted.name}/${wanted.version}`
  const records = (await filesOf(wanted.recordsFolder)).filter((path) => path.endsWith('/record.json'))
  const files = await Promise.all(
    records.map(async (path) => ({
      path: `${folder}/records/${path}`,
      text: await readFile(join(wanted.recordsFolder, path), 'utf8'),
    })),
  )
  const manifest = {
    path: `${folder}/version.json`,
    text: await readFile(join(pack.folder, manifestName), 'utf8'),
  }
  return [...files, manifest]
}

/** Publishes the release that the tag names and withdraws other drafts of the tag, which can never be published. */
async function publish({ forge }: Room, { version, registration }: TaggedVersion): Promise<void> {
  const tag = versionTag(version.name, version.version)
  const all = (await forge.releases.list()).filter((release) => release.tag === tag)
  const release = all.find(({ id }) => id === registration.release)
  if (!release)
    throw inputError('release-lost', `the release of ${tag} was deleted, and its model with it`, {
      hint: `Delete the tag ${tag} too and register again, or register under another version.`,
    })
  if (release.draft) await forge.releases.publish(release.id)
  for (const stray of all)
    if (stray.draft && stray.id !== release.id) await forge.releases.deleteDraft(stray.id)
}
