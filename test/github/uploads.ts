import { type Answer, created, invalid, noContent, notFound, ok, refuse } from './answer.ts'
import { assetJson, sha256, storedName } from './assets.ts'
import { type Call, type Endpoint, endpoint, numberIn } from './endpoint.ts'
import { list } from './pagination.ts'
import { releaseOf } from './releases.ts'
import type { Asset } from './state.ts'

const refused = (code: 'missing_field' | 'already_exists', field: string) =>
  invalid({ resource: 'ReleaseAsset', code, field })

function changeable(call: Call, release: number): void {
  if (call.world.state.releases.get(release)?.immutable) {
    throw refuse(422, 'Cannot upload assets to an immutable release.')
  }
}

/** The body is the file; an empty one is refused. */
function upload(call: Call) {
  const { world, url, bytes, headers, token } = call
  const release = releaseOf(call)
  changeable(call, release.id)
  const name = storedName(url.searchParams.get('name') ?? '')
  if (name === '') throw refused('missing_field', 'name')
  if (bytes.length === 0) throw refuse(400, 'Bad Content-Length: ')
  const present = [...world.state.assets.values()].filter((asset) => asset.release === release.id)
  if (present.some((asset) => asset.name === name)) throw refused('already_exists', 'name')
  if (present.length >= 1000) throw refuse(422, 'file_count limited to 1000 assets per release')
  const asset: Asset = {
    id: world.state.id(),
    release: release.id,
    name,
    label: url.searchParams.get('label') ?? '',
    contentType: String(headers['content-type'] ?? 'application/octet-stream'),
    bytes,
    sha256: sha256(bytes),
    uploader: token.login,
    createdAt: world.now(),
  }
  world.state.assets.set(asset.id, asset)
  return created(assetJson(world, asset))
}

function assetOf(call: Call): Asset {
  const asset = call.world.state.assets.get(numberIn(call, 'asset_id'))
  if (!asset) throw notFound()
  releaseOf({ ...call, path: { ...call.path, release_id: String(asset.release) } })
  return asset
}

/** Description or, when asked for octets, the way to the bytes. */
function get(call: Call): Answer {
  const asset = assetOf(call)
  if (!String(call.headers.accept ?? '').includes('application/octet-stream')) {
    return ok(assetJson(call.world, asset))
  }
  const blob = call.world.blobs.keep(asset.bytes, asset.contentType, asset.name)
  return { status: 302, headers: { location: call.world.blobs.downloadUrl(blob) } }
}

function remove(call: Call) {
  const asset = assetOf(call)
  changeable(call, asset.release)
  call.world.state.assets.delete(asset.id)
  return noContent
}

export const assetEndpoints: readonly Endpoint[] = [
  endpoint('POST', '/releases/{release_id}/assets', 'contents=write', upload, 'uploads'),
  endpoint('GET', '/releases/{release_id}/assets', 'contents=read', (call) => {
    const { id } = releaseOf(call)
    const found = [...call.world.state.assets.values()].filter(({ release }) => release === id)
    return list(call, found, (asset) => assetJson(call.world, asset))
  }),
  endpoint('GET', '/releases/assets/{asset_id}', 'contents=read', get),
  endpoint('DELETE', '/releases/assets/{asset_id}', 'contents=write', remove),
]
