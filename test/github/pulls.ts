import { notFound, ok } from './answer.ts'
import { changeJson, commitJson, commitOf, readCommits } from './commits.ts'
import { changes } from './diff.ts'
import { type Call, type Endpoint, endpoint, numberIn } from './endpoint.ts'
import { labelJson } from './labels.ts'
import { mergeBase, refresh } from './merging.ts'
import { list } from './pagination.ts'
import { associationOf, userJson } from './people.ts'
import { repositoryId, repositoryJson } from './repository.ts'
import type { Issue, Pull } from './state.ts'
import { apiUrl, htmlUrl, nodeId, timestamp, type World } from './world.ts'

interface Whole {
  readonly issue: Issue
  readonly pull: Pull
  readonly baseSha: string
}

/** A pull request as it is now: its head and its test merge follow the branches while it is open. */
async function whole(world: World, number: number): Promise<Whole> {
  const pull = world.state.pulls.get(number)
  const issue = world.state.issues.get(number)
  if (!pull || !issue) throw notFound()
  const baseSha = await refresh(world, pull, issue.state === 'open')
  return { issue, pull, baseSha }
}

const side = (world: World, owner: string, ref: string, sha: string) => ({
  label: `${owner}:${ref}`,
  ref,
  sha,
  user: userJson(world, owner),
  repo: repositoryJson(world, owner),
})

/** `pull-request-simple`, as lists have it. */
function simpleJson(world: World, { issue, pull, baseSha }: Whole): object {
  const url = `${apiUrl(world)}/pulls/${pull.number}`
  const html = `${htmlUrl(world)}/pull/${pull.number}`
  const links = {
    self: url,
    html,
    issue: `${apiUrl(world)}/issues/${pull.number}`,
    comments: `${apiUrl(world)}/issues/${pull.number}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${apiUrl(world)}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${apiUrl(world)}/statuses/${pull.headSha}`,
  }
  return {
    url,
    id: issue.id,
    node_id: nodeId('PullRequest', issue.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: links.issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
    number: pull.number,
    state: issue.state,
    locked: false,
    title: issue.title,
    user: userJson(world, issue.author),
    body: issue.body,
    labels: issue.labels.map((name) => labelJson(world, name)),
    milestone: null,
    active_lock_reason: null,
    created_at: timestamp(issue.createdAt),
    updated_at: timestamp(issue.updatedAt),
    closed_at: issue.closedAt ? timestamp(issue.closedAt) : null,
    merged_at: pull.mergedAt ? timestamp(pull.mergedAt) : null,
    merge_commit_sha: pull.mergeSha ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: side(world, pull.headOwner, pull.headRef, pull.headSha),
    base: side(world, world.owner, pull.baseRef, baseSha),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: associationOf(world, issue.author),
    auto_merge: null,
    draft: pull.draft,
  }
}

async function fullJson(world: World, all: Whole): Promise<object> {
  const { issue, pull, baseSha } = all
  const base = await mergeBase(world, baseSha, pull.headSha)
  const files = await changes(world.git, base, pull.headSha)
  const open = issue.state === 'open'
  return {
    ...simpleJson(world, all),
    merged: pull.mergedAt !== undefined,
    mergeable: open ? pull.mergeSha !== undefined : null,
    rebaseable: null,
    mergeable_state: !open ? 'unknown' : pull.mergeSha === undefined ? 'dirty' : 'clean',
    merged_by: pull.mergedAt ? userJson(world, world.owner) : null,
    comments: [...world.state.comments.values()].filter((comment) => comment.issue === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: (await readCommits(world, [pull.headSha, ...(base ? [`^${base}`] : [])])).length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  }
}

/** `pull-request-minimal`, as runs and check runs have it. */
export function minimalPullJson(world: World, pull: Pull, baseSha: string): object {
  const repo = (owner: string) => ({
    id: repositoryId(world, owner),
    url: `${world.url}/repos/${owner}/${world.repo}`,
    name: world.repo,
  })
  return {
    id: world.state.issues.get(pull.number)?.id ?? pull.number,
    number: pull.number,
    url: `${apiUrl(world)}/pulls/${pull.number}`,
    head: { ref: pull.headRef, sha: pull.headSha, repo: repo(pull.headOwner) },
    base: { ref: pull.baseRef, sha: baseSha, repo: repo(world.owner) },
  }
}

async function listed(call: Call) {
  const { world, url } = call
  const asked = (name: string) => url.searchParams.get(name) ?? undefined
  const state = asked('state') ?? 'open'
  const all = await Promise.all([...world.state.pulls.keys()].map((number) => whole(world, number)))
  const found = all
    .filter(({ issue }) => state === 'all' || issue.state === state)
    .filter(({ pull }) => [undefined, `${pull.headOwner}:${pull.headRef}`].includes(asked('head')))
    .filter(({ pull }) => [undefined, pull.baseRef].includes(asked('base')))
  if ((asked('direction') ?? 'desc') === 'desc') found.reverse()
  return list(call, found, (one) => simpleJson(world, one))
}

async function files(call: Call) {
  const { world } = call
  const { pull, baseSha } = await whole(world, numberIn(call, 'pull_number'))
  const base = await mergeBase(world, baseSha, pull.headSha)
  const found = (await changes(world.git, base, pull.headSha)).slice(0, 3000)
  return list(call, found, (change) => changeJson(world, change, pull.headSha))
}

async function commits(call: Call) {
  const { world } = call
  const { pull, baseSha } = await whole(world, numberIn(call, 'pull_number'))
  const base = await mergeBase(world, baseSha, pull.headSha)
  const range = ['--reverse', pull.headSha, ...(base ? [`^${base}`] : [])]
  return list(call, (await readCommits(world, range)).slice(0, 250), (commit) => commitJson(world, commit))
}

/** The merged pull request that brought a commit to the default branch; otherwise the open ones that have it. */
async function ofCommit(call: Call) {
  const { world, path } = call
  const sha = await commitOf(world, path.commit_sha ?? '')
  const all = await Promise.all([...world.state.pulls.keys()].map((number) => whole(world, number)))
  const contained = await Promise.all(all.map((one) => contains(world, one, sha)))
  const found = all.filter(({ issue, pull }, index) => {
    return contained[index] && (issue.state === 'open' || pull.mergedAt !== undefined)
  })
  return list(call, found, (one) => simpleJson(world, one))
}

async function contains(world: World, { pull, baseSha, issue }: Whole, sha: string): Promise<boolean> {
  if (pull.mergedAt && pull.mergeSha === sha) return true
  if (issue.state === 'open' && pull.headSha === sha) return true
  const before = pull.mergedAt && pull.mergeSha ? `${pull.mergeSha}^1` : baseSha
  const commits = await world.git.text(['rev-list', pull.headSha, `^${before}`])
  return commits.split('\n').includes(sha)
}

export const pullEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/pulls', 'pull_requests=read', listed),
  endpoint('GET', '/pulls/{pull_number}', 'pull_requests=read', async (call) =>
    ok(await fullJson(call.world, await whole(call.world, numberIn(call, 'pull_number')))),
  ),
  endpoint('GET', '/pulls/{pull_number}/files', 'pull_requests=read', files),
  endpoint('GET', '/pulls/{pull_number}/commits', 'pull_requests=read', commits),
  endpoint('GET', '/commits/{commit_sha}/pulls', 'pull_requests=read; contents=read', ofCommit),
]
