import { created, invalid, noContent, notFound, ok } from './answer.ts'
import { assetJson } from './assets.ts'
import { type Call, type Endpoint, endpoint, numberIn } from './endpoint.ts'
import { list } from './pagination.ts'
import { userJson } from './people.ts'
import { allows } from './permissions.ts'
import type { Release } from './state.ts'
import { apiUrl, htmlUrl, nodeId, timestamp, type World } from './world.ts'

function releaseJson(world: World, release: Release): object {
  const url = `${apiUrl(world)}/releases/${release.id}`
  const page = release.draft ? `untagged-${release.id}` : encodeURIComponent(release.tagName)
  const tag = encodeURIComponent(release.tagName)
  return {
    url,
    html_url: `${htmlUrl(world)}/releases/tag/${page}`,
    assets_url: `${url}/assets`,
    upload_url: `${world.url}/uploads/repos/${world.owner}/${world.repo}/releases/${release.id}/assets{?name,label}`,
    tarball_url: release.draft ? null : `${apiUrl(world)}/tarball/${tag}`,
    zipball_url: release.draft ? null : `${apiUrl(world)}/zipball/${tag}`,
    id: release.id,
    node_id: nodeId('Release', release.id),
    tag_name: release.tagName,
    target_commitish: release.targetCommitish,
    name: release.name,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable,
    created_at: timestamp(release.createdAt),
    updated_at: timestamp(release.updatedAt),
    published_at: release.publishedAt ? timestamp(release.publishedAt) : null,
    author: userJson(world, release.author),
    assets: [...world.state.assets.values()]
      .filter((asset) => asset.release === release.id)
      .map((asset) => assetJson(world, asset)),
  }
}

interface ReleaseFields {
  readonly tag_name?: string
  readonly target_commitish?: string
  readonly name?: string
  readonly body?: string
  readonly draft?: boolean
  readonly prerelease?: boolean
}

const invalidField = (field: string, code: 'invalid' | 'already_exists' = 'invalid') =>
  invalid({ resource: 'Release', code, field })

/**
 * Publishes: the tag is made at the target where there is none, and an immutable release locks it for good.
 * @throws Refusal 422 when another published release has the tag or the target is no commit
 */
async function publish(world: World, release: Release): Promise<void> {
  const { tagName } = release
  const ref = `refs/tags/${tagName}`
  const others = [...world.state.releases.values()].filter((other) => other !== release && !other.draft)
  if (others.some((other) => other.tagName === tagName)) throw invalidField('tag_name', 'already_exists')
  if (world.state.immutableTags.has(tagName)) {
    const message = 'tag_name was used by an immutable release'
    throw invalid({ resource: 'Release', code: 'custom', field: 'tag_name', message })
  }
  if (!(await world.git.ref(ref))) {
    const target = await world.git.commit(release.targetCommitish)
    if (!target) throw invalidField('target_commitish')
    await world.git.run(['update-ref', ref, target])
  }
  release.draft = false
  release.publishedAt = world.now()
  if (!world.immutableReleases) return
  release.immutable = true
  world.state.immutableTags.add(tagName)
}

async function checkTag(world: World, tagName: string): Promise<void> {
  if (!(await world.git.mayBeRef(`refs/tags/${tagName}`))) throw invalidField('tag_name')
}

async function create({ world, token, body }: Call<ReleaseFields>) {
  const tagName = body.tag_name ?? ''
  await checkTag(world, tagName)
  const now = world.now()
  const release: Release = {
    id: world.state.id(),
    tagName,
    targetCommitish: body.target_commitish ?? world.defaultBranch,
    name: body.name ?? null,
    body: body.body ?? null,
    draft: true,
    prerelease: body.prerelease ?? false,
    immutable: false,
    author: token.login,
    createdAt: now,
    updatedAt: now,
  }
  if (!body.draft) await publish(world, release)
  world.state.releases.set(release.id, release)
  return created(releaseJson(world, release))
}

/** Drafts are for those who may write. */
const visible = ({ world, token }: Call): Release[] =>
  [...world.state.releases.values()]
    .filter(({ draft }) => !draft || allows(token.permissions, 'contents=write'))
    .reverse()

export function releaseOf(call: Call): Release {
  const release = visible(call).find(({ id }) => id === numberIn(call, 'release_id'))
  if (!release) throw notFound()
  return release
}

async function update(call: Call<ReleaseFields>) {
  const { world, body } = call
  const release = releaseOf(call)
  const locked =
    release.immutable &&
    [body.tag_name, body.target_commitish, body.draft].some((given) => given !== undefined)
  if (locked) throw invalidField('tag_name')
  const changed: Release = { ...release, updatedAt: world.now() }
  if (body.tag_name !== undefined) {
    await checkTag(world, body.tag_name)
    changed.tagName = body.tag_name
  }
  if (body.target_commitish !== undefined) changed.targetCommitish = body.target_commitish
  if (body.name !== undefined) changed.name = body.name
  if (body.body !== undefined) changed.body = body.body
  if (body.prerelease !== undefined) changed.prerelease = body.prerelease
  if (body.draft === false && release.draft) {
    world.state.releases.delete(release.id)
    await publish(world, changed).finally(() => world.state.releases.set(release.id, release))
  }
  if (body.draft === true) changed.draft = true
  Object.assign(release, changed)
  return ok(releaseJson(world, release))
}

/** The tag stays, and so does the lock of an immutable one. */
function remove(call: Call) {
  const release = releaseOf(call)
  call.world.state.releases.delete(release.id)
  for (const asset of call.world.state.assets.values()) {
    if (asset.release === release.id) call.world.state.assets.delete(asset.id)
  }
  return noContent
}

function found(call: Call, wanted: (release: Release) => boolean) {
  const release = visible(call).find((candidate) => !candidate.draft && wanted(candidate))
  if (!release) throw notFound()
  return ok(releaseJson(call.world, release))
}

export const releaseEndpoints: readonly Endpoint[] = [
  endpoint('POST', '/releases', 'contents=write', create),
  endpoint('GET', '/releases', 'contents=read', (call) =>
    list(call, visible(call), (release) => releaseJson(call.world, release)),
  ),
  endpoint('GET', '/releases/latest', 'contents=read', (call) =>
    found(call, ({ prerelease }) => !prerelease),
  ),
  endpoint('GET', '/releases/tags/{tag}', 'contents=read', (call) =>
    found(call, ({ tagName }) => tagName === call.path.tag),
  ),
  endpoint('GET', '/releases/{release_id}', 'contents=read', (call) =>
    ok(releaseJson(call.world, releaseOf(call))),
  ),
  endpoint('PATCH', '/releases/{release_id}', 'contents=write', update),
  endpoint('DELETE', '/releases/{release_id}', 'contents=write', remove),
]
