import { createHash } from 'node:crypto'
import { userJson } from './people.ts'
import type { Asset } from './state.ts'
import { apiUrl, htmlUrl, nodeId, timestamp, type World } from './world.ts'

/** The name under which GitHub keeps an uploaded file: some characters and spaces become dots. */
export const storedName = (name: string): string => name.replace(/[@~():\s]+/g, '.').replace(/^\.+/, '')

export function assetJson(world: World, asset: Asset): object {
  const tag = world.state.releases.get(asset.release)?.tagName ?? ''
  const url = `${apiUrl(world)}/releases/assets/${asset.id}`
  return {
    url,
    browser_download_url: `${htmlUrl(world)}/releases/download/${encodeURIComponent(tag)}/${encodeURIComponent(asset.name)}`,
    id: asset.id,
    node_id: nodeId('ReleaseAsset', asset.id),
    name: asset.name,
    label: asset.label,
    state: 'uploaded',
    content_type: asset.contentType,
    size: asset.bytes.length,
    digest: `sha256:${asset.sha256}`,
    download_count: 0,
    created_at: timestamp(asset.createdAt),
    updated_at: timestamp(asset.createdAt),
    uploader: userJson(world, asset.uploader),
  }
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
