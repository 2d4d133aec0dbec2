import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import valid from 'semver/functions/valid.js'
import * as z from 'zod'
import { demandPlace, parseDocument, versionDocumentSchema } from '../document.ts'
import { newestFirst } from '../names.ts'
import type { Version } from '../registry.ts'
import { documentFile, versionsFolder } from './layout.ts'

const localDocumentSchema = z.looseObject({ ...versionDocumentSchema.shape, registered_at: z.iso.datetime() })
export type LocalDocument = z.infer<typeof localDocumentSchema>

export interface LocalVersion {
  readonly version: Version
  readonly document: LocalDocument
  readonly folder: string
}

/**
 * Undefined when there is none.
 * @throws AssayError `version-unreadable`, `version-broken`
 */
export async function readVersion(
  registry: string,
  name: string,
  version: string,
): Promise<LocalVersion | undefined> {
  const folder = join(versionsFolder(registry, name), version)
  const file = documentFile(folder)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const document = parseDocument(localDocumentSchema, text, file)
  demandPlace(document, { name, version })
  return { version: versionOf(document, folder), document, folder }
}

export async function versionsIn(registry: string, name: string): Promise<Version[]> {
  const names = await readdir(versionsFolder(registry, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  // What is being built has a name that is no version.
  const read = await Promise.all(
    names.filter((one) => valid(one)).map((one) => readVersion(registry, name, one)),
  )
  return newestFirst(read.flatMap((one) => one?.version ?? []))
}

export const versionOf = (document: LocalDocument, folder: string): Version => ({
  name: document.name,
  version: document.version,
  modelDigest: document.model.digest,
  sourceSha: document.source_sha,
  ...(document.fingerprint && { fingerprint: document.fingerprint }),
  uri: folder,
  registeredAt: new Date(document.registered_at),
})
