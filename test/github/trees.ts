import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { created, notFound, ok, refuse } from './answer.ts'
import { type Call, type Endpoint, endpoint } from './endpoint.ts'
import { apiUrl, type World } from './world.ts'

export interface TreeEntry {
  readonly mode: string
  readonly type: string
  readonly sha: string
  readonly size?: number
  readonly path: string
}

/** What is in a tree, or in and below it. */
export async function readTree(world: World, tree: string, options: readonly string[]): Promise<TreeEntry[]> {
  const out = await world.git.text(['ls-tree', '-z', '-l', '--full-tree', ...options, tree])
  return out
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const [head = '', path = ''] = line.split('\t')
      const [mode = '', type = '', sha = '', size = '-'] = head.split(/ +/)
      return { path, mode, type, sha, ...(size === '-' ? {} : { size: Number(size) }) }
    })
}

async function treeJson(world: World, sha: string, options: readonly string[] = []): Promise<object> {
  const entries = await readTree(world, sha, options)
  return {
    sha,
    url: `${apiUrl(world)}/git/trees/${sha}`,
    truncated: false,
    tree: entries.map((entry) => ({ ...entry, url: `${apiUrl(world)}/git/${entry.type}s/${entry.sha}` })),
  }
}

async function get({ world, path: { tree_sha: name = '' }, url }: Call) {
  const direct = await world.git.object(name)
  const commit = direct?.type === 'tree' ? undefined : await world.git.commit(name)
  const sha = commit ? await world.git.text(['rev-parse', `${commit}^{tree}`]) : direct?.sha
  if (!sha) throw notFound()
  return ok(await treeJson(world, sha, url.searchParams.get('recursive') ? ['-r', '-t'] : []))
}

interface NewEntry {
  readonly path?: string
  readonly mode?: string
  readonly sha?: string | null
  readonly content?: string
}

const nothing = '0'.repeat(40)

/**
 * What one entry changes in an index, as lines for `update-index`.
 * @param present paths that the index holds at and below one
 */
async function linesOf(
  world: World,
  { path = '', mode = '100644', sha, content }: NewEntry,
  present: (path: string) => Promise<readonly string[]>,
): Promise<string[]> {
  if (sha !== undefined && content !== undefined) {
    throw refuse(422, 'Must supply either tree.sha or tree.content')
  }
  if (content !== undefined) {
    const blob = await world.git.text(['hash-object', '-w', '--stdin'], { input: content })
    return [`${mode} ${blob}\t${path}`]
  }
  const removed = async () => (await present(path)).map((name) => `0 ${nothing}\t${name}`)
  if (sha === null) {
    const gone = await removed()
    if (gone.length === 0) throw refuse(422, 'GitRPC::BadObjectState')
    return gone
  }
  const object = await world.git.object(sha ?? '')
  if (!object && mode !== '160000') throw refuse(422, `tree.sha ${sha} is not a valid blob`)
  if (object?.type !== 'tree') return [`${mode} ${sha}\t${path}`]
  const inside = await readTree(world, object.sha, ['-r'])
  return [...(await removed()), ...inside.map((one) => `${one.mode} ${one.sha}\t${path}/${one.path}`)]
}

/** Puts entries into the index that `env` names, one after the other. */
async function stage(
  world: World,
  env: Readonly<Record<string, string>>,
  entries: readonly NewEntry[],
): Promise<void> {
  const lines: string[] = []
  const flush = async () => {
    const input = lines
      .splice(0)
      .map((line) => `${line}\0`)
      .join('')
    if (input !== '') await world.git.run(['update-index', '-z', '--index-info'], { env, input })
  }
  const present = async (path: string) => {
    await flush()
    return (await world.git.text(['ls-files', '-z', '--', path], { env })).split('\0').filter(Boolean)
  }
  for (const entry of entries) lines.push(...(await linesOf(world, entry, present)))
  await flush()
}

interface NewTree {
  readonly tree: readonly NewEntry[]
  readonly base_tree?: string
}

async function create({ world, body }: Call<NewTree>) {
  const folder = await mkdtemp(join(tmpdir(), 'github-index-'))
  const env = { GIT_INDEX_FILE: join(folder, 'index') }
  try {
    if (body.base_tree !== undefined) {
      const base = await world.git
        .text(['rev-parse', '--verify', `${body.base_tree}^{tree}`])
        .catch(() => undefined)
      if (!base || !/^[0-9a-f]{40}$/.test(body.base_tree))
        throw refuse(422, 'base_tree is not a valid tree oid')
      await world.git.run(['read-tree', base], { env })
    }
    await stage(world, env, body.tree)
    const sha = await world.git.text(['write-tree'], { env })
    return created(await treeJson(world, sha))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export const treeEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/git/trees/{tree_sha}', 'contents=read', get),
  endpoint('POST', '/git/trees', 'contents=write', create),
]
