import { type Answer, notFound, ok, refuse } from './answer.ts'
import { type Call, type Endpoint, endpoint } from './endpoint.ts'
import { base64Lines } from './objects.ts'
import { readTree, type TreeEntry } from './trees.ts'
import { apiUrl, htmlUrl, type World } from './world.ts'

const mebibyte = 1024 * 1024

function entryJson(world: World, commit: string, { path, sha, size = 0 }: TreeEntry) {
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  const self = `${apiUrl(world)}/contents/${encoded}?ref=${commit}`
  const git = `${apiUrl(world)}/git/blobs/${sha}`
  const html = `${htmlUrl(world)}/blob/${commit}/${encoded}`
  return {
    name: path.split('/').at(-1) ?? '',
    path,
    sha,
    size,
    url: self,
    html_url: html,
    git_url: git,
    download_url: `https://raw.githubusercontent.com/${world.owner}/${world.repo}/${commit}/${encoded}`,
    _links: { self, git, html },
  }
}

/** Between 1 and 100 MB a file has no content in JSON: it must be asked for raw. */
function fileJson(world: World, commit: string, entry: TreeEntry, bytes: Buffer): object {
  const large = bytes.length > mebibyte
  return {
    type: 'file',
    encoding: large ? 'none' : 'base64',
    content: large ? '' : base64Lines(bytes),
    ...entryJson(world, commit, entry),
  }
}

async function get({ world, path: { path = '' }, url, headers }: Call): Promise<Answer> {
  const ref = url.searchParams.get('ref') ?? world.defaultBranch
  const commit = await world.git.commit(ref)
  if (!commit) throw refuse(404, `No commit found for the ref ${ref}`)
  const wanted = path.replace(/^\/+|\/+$/g, '')
  const entries = await readTree(world, commit, wanted === '' ? [] : ['-r', '-t'])
  const entry = entries.find((candidate) => candidate.path === wanted)
  const accept = String(headers.accept ?? '')
  if (wanted === '' || entry?.type === 'tree') {
    const depth = wanted === '' ? '' : `${wanted}/`
    const inside = entries.filter(
      (one) => one.path.startsWith(depth) && !one.path.slice(depth.length).includes('/'),
    )
    return ok(
      inside.map((one) => ({ type: one.type === 'tree' ? 'dir' : 'file', ...entryJson(world, commit, one) })),
    )
  }
  if (entry?.type !== 'blob') throw notFound()
  const { bytes } = (await world.git.object(entry.sha))!
  if (bytes.length > 100 * mebibyte) throw refuse(403, 'This API returns blobs up to 100 MB in size.')
  if (!/\braw\b/.test(accept)) return ok(fileJson(world, commit, entry, bytes))
  return {
    status: 200,
    bytes,
    headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' },
  }
}

export const contentEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/contents/{path}', 'contents=read', get),
]
