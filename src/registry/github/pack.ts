import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../record/canonical-json.ts'
import { type Digest, sha256, sha256OfFile } from '../../record/digest.ts'
import { describeFiles, filesOf } from '../archive/files.ts'
import { writeParts } from '../archive/parts.ts'
import { tarOf } from '../archive/tar-write.ts'
import { demandUnchanged } from '../model.ts'
import type { NewVersion } from '../registry.ts'
import { type DescribedAsset, type Manifest, manifestName } from './manifest.ts'

/** The assets of a version, as files in a folder. */
export interface Pack {
  readonly folder: string
  readonly assets: readonly DescribedAsset[]
  readonly manifest: Digest
}

/**
 * Packs a version. The same model and records give the same bytes, so that a second call can go on where one broke off.
 * @throws AssayError `model-changed`
 */
export async function packVersion(wanted: NewVersion, folder: string): Promise<Pack> {
  await mkdir(folder, { recursive: true })
  await demandUnchanged(wanted.modelFolder, wanted.model)
  const model = await archive(wanted.modelFolder, folder, 'model.tar')
  const records = await archive(wanted.recordsFolder, folder, 'records.tar')
  const { digest, bytes, files } = wanted.model
  const manifest: Manifest = {
    schema: 'modelassay/version/v1',
    name: wanted.name,
    version: wanted.version,
    model: { digest, bytes, files },
    source_sha: wanted.sourceSha,
    ...(wanted.fingerprint && { fingerprint: wanted.fingerprint }),
    records: await describeFiles(wanted.recordsFolder),
    assets: { model, records },
  }
  const text = canonicalJson(manifest)
  await writeFile(join(folder, manifestName), text)
  const described = { name: manifestName, digest: sha256(text), bytes: Buffer.byteLength(text) }
  return { folder, assets: [...model, ...records, described], manifest: described.digest }
}

async function archive(from: string, into: string, name: string): Promise<DescribedAsset[]> {
  const described: DescribedAsset[] = []
  for (const part of await writeParts(tarOf(from, await filesOf(from)), into, name)) {
    const file = join(into, part)
    described.push({ name: part, digest: await sha256OfFile(file), bytes: (await stat(file)).size })
  }
  return described
}
