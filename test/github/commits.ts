import { notFound, ok, refuse } from './answer.ts'
import { type Change, changes } from './diff.ts'
import { type Call, type Endpoint, endpoint } from './endpoint.ts'
import { list, pageOf } from './pagination.ts'
import { apiUrl, htmlUrl, nodeId, timestamp, type World } from './world.ts'

export interface Person {
  readonly name: string
  readonly email: string
  readonly date: string
}

export interface Commit {
  readonly sha: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: Person
  readonly committer: Person
  readonly message: string
}

const fields = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B']
const format = `--format=${fields.join('%x1f')}`

const person = (name = '', email = '', date = ''): Person => ({
  name,
  email,
  date: timestamp(new Date(date)),
})

/** Commits as `git log` with these further arguments lists them. */
export async function readCommits({ git }: World, args: readonly string[]): Promise<Commit[]> {
  const out = await git.text(['log', '-z', format, ...args])
  return out
    .split('\0')
    .filter((record) => record.includes('\x1f'))
    .map((record) => {
      const [sha = '', tree = '', parents = '', an, ae, ad, cn, ce, cd, message = ''] = record.split('\x1f')
      return {
        sha,
        tree,
        parents: parents.split(' ').filter(Boolean),
        author: person(an, ae, ad),
        committer: person(cn, ce, cd),
        message: message.replace(/\n$/, ''),
      }
    })
}

/** @throws Refusal 422 in GitHub's words when nothing of that name is a commit */
export async function commitOf(world: World, ref: string): Promise<string> {
  const sha = await world.git.commit(ref)
  if (!sha) throw refuse(422, `No commit found for SHA: ${ref}`)
  return sha
}

/** @throws Refusal 404 when that is the full sha of no commit */
export async function readCommit({ git }: World, sha: string): Promise<Commit> {
  const object = await git.object(sha)
  if (object?.type !== 'commit') throw notFound()
  const text = object.bytes.toString('utf8')
  const end = text.indexOf('\n\n')
  const head = text.slice(0, end < 0 ? undefined : end).split('\n')
  const fields = (name: string) =>
    head.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1))
  return {
    sha,
    tree: fields('tree')[0] ?? '',
    parents: fields('parent'),
    author: signed(fields('author')[0]),
    committer: signed(fields('committer')[0]),
    message: end < 0 ? '' : text.slice(end + 2).replace(/\n$/, ''),
  }
}

/** A person as an object of git names it: name, address, seconds, zone. */
export function signed(line = ''): Person {
  const [, name = '', email = '', seconds = '0'] = /^(.*) <(.*)> (\d+)/.exec(line) ?? []
  return { name, email, date: timestamp(new Date(Number(seconds) * 1000)) }
}

export function commitJson(world: World, commit: Commit): object {
  const url = `${apiUrl(world)}/commits/${commit.sha}`
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${apiUrl(world)}/git/trees/${commit.tree}` },
      url: `${apiUrl(world)}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: unsigned,
    },
    url,
    html_url: `${htmlUrl(world)}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${apiUrl(world)}/commits/${sha}`,
      html_url: `${htmlUrl(world)}/commit/${sha}`,
    })),
  }
}

export const unsigned = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
}

export function changeJson(world: World, change: Change, sha: string): object {
  const path = change.filename.split('/').map(encodeURIComponent).join('/')
  const { additions, deletions } = change
  return {
    ...change,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${htmlUrl(world)}/blob/${sha}/${path}`,
    raw_url: `${htmlUrl(world)}/raw/${sha}/${path}`,
    contents_url: `${apiUrl(world)}/contents/${path}?ref=${sha}`,
  }
}

async function one(call: Call) {
  const { world, path } = call
  const commit = await readCommit(world, await commitOf(world, path.ref ?? ''))
  const files = await changes(world.git, commit.parents[0], commit.sha)
  const additions = files.reduce((sum, file) => sum + file.additions, 0)
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0)
  const page = pageOf(call, files)
  return ok(
    {
      ...commitJson(world, commit),
      stats: { additions, deletions, total: additions + deletions },
      files: page.items.map((file) => changeJson(world, file, commit.sha)),
    },
    page.headers,
  )
}

async function listed(call: Call) {
  const { world, url } = call
  const sha = await world.git.commit(url.searchParams.get('sha') ?? world.defaultBranch)
  if (!sha) throw notFound()
  const path = url.searchParams.get('path')
  const since = url.searchParams.get('since')
  const until = url.searchParams.get('until')
  const commits = await readCommits(world, [
    ...(since ? [`--since=${since}`] : []),
    ...(until ? [`--until=${until}`] : []),
    sha,
    ...(path ? ['--', path] : []),
  ])
  return list(call, commits, (commit) => commitJson(world, commit))
}

async function compared(call: Call) {
  const { world, path } = call
  const [baseName = '', headName = ''] = (path.basehead ?? '').split('...')
  const inThisNetwork = (name: string) => name.slice(name.indexOf(':') + 1)
  const base = await world.git.commit(inThisNetwork(baseName))
  const head = await world.git.commit(inThisNetwork(headName))
  if (!base || !head) throw notFound()
  const mergeBase = await world.git.text(['merge-base', base, head]).catch(() => undefined)
  if (!mergeBase) throw refuse(404, `No common ancestor between ${baseName} and ${headName}.`)
  const [behind = 0, ahead = 0] = (
    await world.git.text(['rev-list', '--left-right', '--count', `${base}...${head}`])
  )
    .split('\t')
    .map(Number)
  const commits = await readCommits(world, ['--reverse', head, `^${base}`])
  const page = pageOf(call, commits)
  const html = `${htmlUrl(world)}/compare/${path.basehead}`
  const status = ahead > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical'
  return ok(
    {
      url: `${apiUrl(world)}/compare/${encodeURI(path.basehead ?? '')}`,
      html_url: encodeURI(html),
      permalink_url: `${htmlUrl(world)}/compare/${base}...${head}`,
      diff_url: `${encodeURI(html)}.diff`,
      patch_url: `${encodeURI(html)}.patch`,
      base_commit: commitJson(world, await readCommit(world, base)),
      merge_base_commit: commitJson(world, await readCommit(world, mergeBase)),
      status,
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      commits: page.items.map((commit) => commitJson(world, commit)),
      files: (await changes(world.git, mergeBase, head))
        .slice(0, 300)
        .map((file) => changeJson(world, file, head)),
    },
    page.headers,
  )
}

export const commitEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/commits', 'contents=read', listed),
  endpoint('GET', '/commits/{ref}', 'contents=read', one),
  endpoint('GET', '/compare/{basehead}', 'contents=read', compared),
]
