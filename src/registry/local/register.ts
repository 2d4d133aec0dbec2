import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../record/canonical-json.ts'
import { copyFiles, describeFiles } from '../archive/files.ts'
import { demandUnchanged } from '../model.ts'
import { demandSame } from '../names.ts'
import type { NewVersion, Version } from '../registry.ts'
import { documentFile, modelFolder, recordsFolder, versionsFolder } from './layout.ts'
import { type LocalDocument, readVersion, versionOf } from './versions.ts'

/** Builds the version beside its place and moves it there in one step: it is seen whole or not at all. */
export async function registerLocally(
  registry: string,
  wanted: NewVersion,
  now: () => Date,
): Promise<Version> {
  const { name, version } = wanted
  const there = await existing(registry, wanted)
  if (there) return there
  const versions = versionsFolder(registry, name)
  const building = join(versions, `.building-${randomUUID()}`)
  const place = join(versions, version)
  try {
    const document = await build(building, wanted, now)
    await rename(building, place)
    return versionOf(document, place)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const other =
      code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM'
        ? await existing(registry, wanted)
        : undefined
    if (other) return other
    throw error
  } finally {
    await rm(building, { recursive: true, force: true })
  }
}

async function existing(registry: string, wanted: NewVersion): Promise<Version | undefined> {
  const there = await readVersion(registry, wanted.name, wanted.version)
  if (there) demandSame(there.version, { modelDigest: wanted.model.digest, sourceSha: wanted.sourceSha })
  return there?.version
}

async function build(folder: string, wanted: NewVersion, now: () => Date): Promise<LocalDocument> {
  await mkdir(folder, { recursive: true })
  await copyFiles(wanted.modelFolder, modelFolder(folder))
  await copyFiles(wanted.recordsFolder, recordsFolder(folder))
  const { digest, bytes, files } = wanted.model
  await demandUnchanged(modelFolder(folder), wanted.model)
  const document: LocalDocument = {
    schema: 'modelassay/version/v1',
    name: wanted.name,
    version: wanted.version,
    model: { digest, bytes, files },
    source_sha: wanted.sourceSha,
    ...(wanted.fingerprint && { fingerprint: wanted.fingerprint }),
    records: await describeFiles(recordsFolder(folder)),
    registered_at: now().toISOString(),
  }
  await writeFile(join(folder, 'notes.md'), wanted.notes)
  await writeFile(documentFile(folder), canonicalJson(document))
  return document
}
