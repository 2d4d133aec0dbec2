import { created, invalid, notFound, ok } from './answer.ts'
import { type Call, type Endpoint, endpoint, numberIn } from './endpoint.ts'
import { labelJson, labelNamed } from './labels.ts'
import { list } from './pagination.ts'
import { associationOf, userJson } from './people.ts'
import { demand } from './permissions.ts'
import type { Issue } from './state.ts'
import { apiUrl, htmlUrl, nodeId, timestamp, type World } from './world.ts'

export const bodyLimit = 65_536

/** @throws Refusal 422 for text that GitHub does not store: blank or above 65,536 characters */
export function checkBody(resource: string, body: string): void {
  const refused = (message: string) => invalid({ resource, code: 'unprocessable', field: 'data', message })
  if (body.length > bodyLimit) throw refused(`Body is too long (maximum is ${bodyLimit} characters)`)
}

export function issueOf(call: Call): Issue {
  const issue = call.world.state.issues.get(numberIn(call, 'issue_number'))
  if (!issue) throw notFound()
  return issue
}

/** What belongs to a pull request takes its scope, although the path says issues. */
export function demandFor({ world, token }: Call, issue: number, level: 'read' | 'write'): void {
  if (!world.isPrivate && level === 'read') return
  demand(token, world.state.pulls.has(issue) ? `pull_requests=${level}` : `issues=${level}`)
}

export function issueJson(world: World, issue: Issue): object {
  const url = `${apiUrl(world)}/issues/${issue.number}`
  const pull = world.state.pulls.get(issue.number)
  const html = `${htmlUrl(world)}/${pull ? 'pull' : 'issues'}/${issue.number}`
  return {
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    url,
    repository_url: apiUrl(world),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    number: issue.number,
    state: issue.state,
    state_reason: issue.stateReason ?? null,
    title: issue.title,
    body: issue.body,
    user: userJson(world, issue.author),
    labels: issue.labels.map((name) => labelJson(world, name)),
    assignee: issue.assignees[0] === undefined ? null : userJson(world, issue.assignees[0]),
    assignees: issue.assignees.map((login) => userJson(world, login)),
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: [...world.state.comments.values()].filter((comment) => comment.issue === issue.number).length,
    created_at: timestamp(issue.createdAt),
    updated_at: timestamp(issue.updatedAt),
    closed_at: issue.closedAt ? timestamp(issue.closedAt) : null,
    author_association: associationOf(world, issue.author),
    ...(pull
      ? {
          draft: pull.draft,
          pull_request: {
            url: `${apiUrl(world)}/pulls/${issue.number}`,
            html_url: html,
            diff_url: `${html}.diff`,
            patch_url: `${html}.patch`,
            merged_at: pull.mergedAt ? timestamp(pull.mergedAt) : null,
          },
        }
      : {}),
  }
}

type GivenLabel = string | { readonly name?: string }
interface IssueFields {
  readonly title?: string | number
  readonly body?: string | null
  readonly state?: 'open' | 'closed'
  readonly state_reason?: 'completed' | 'not_planned' | 'reopened' | 'duplicate' | null
  readonly labels?: readonly GivenLabel[]
  readonly assignees?: readonly string[]
}

const labelNames = (world: World, given: readonly GivenLabel[]): string[] => [
  ...new Set(
    given.map((label) => labelNamed(world, typeof label === 'string' ? label : (label.name ?? '')).name),
  ),
]

function checkTitle(title: string): void {
  const refused = (code: 'missing_field' | 'custom', message?: string) =>
    invalid({ resource: 'Issue', code, field: 'title', ...(message === undefined ? {} : { message }) })
  if (title.trim() === '') throw refused('missing_field')
  if (title.length > 256) throw refused('custom', 'title is too long (maximum is 256 characters)')
}

/** Numbers are shared with pull requests. */
export const nextNumber = (world: World): number => Math.max(0, ...world.state.issues.keys()) + 1

export interface NewIssue {
  readonly title: string
  readonly body?: string
  readonly author: string
  readonly labels?: readonly GivenLabel[]
  readonly assignees?: readonly string[]
}

export function addIssue(
  world: World,
  { title, body, author, labels = [], assignees = [] }: NewIssue,
): Issue {
  const now = world.now()
  const issue: Issue = {
    id: world.state.id(),
    number: nextNumber(world),
    title,
    body: body ?? null,
    state: 'open',
    labels: labelNames(world, labels),
    assignees: [...assignees],
    author,
    createdAt: now,
    updatedAt: now,
  }
  world.state.issues.set(issue.number, issue)
  return issue
}

function create({ world, token, body }: Call<IssueFields>) {
  const title = String(body.title)
  checkTitle(title)
  checkBody('Issue', body.body ?? '')
  const issue = addIssue(world, {
    title,
    ...(typeof body.body === 'string' ? { body: body.body } : {}),
    author: token.login,
    labels: body.labels ?? [],
    assignees: body.assignees ?? [],
  })
  return created(issueJson(world, issue))
}

function update(call: Call<IssueFields>) {
  const { world, body } = call
  const issue = issueOf(call)
  demandFor(call, issue.number, 'write')
  if (body.title !== undefined) checkTitle(String(body.title))
  checkBody('Issue', body.body ?? '')
  if (body.title !== undefined) issue.title = String(body.title)
  if (body.body !== undefined) issue.body = body.body
  if (body.labels) issue.labels = labelNames(world, body.labels)
  if (body.assignees) issue.assignees = [...body.assignees]
  if (body.state !== undefined && body.state !== issue.state) changeState(world, issue, body)
  issue.updatedAt = world.now()
  return ok(issueJson(world, issue))
}

function changeState(world: World, issue: Issue, { state, state_reason: reason }: IssueFields): void {
  issue.state = state ?? issue.state
  if (issue.state === 'closed') {
    issue.closedAt = world.now()
    issue.stateReason = reason ?? 'completed'
  } else {
    delete issue.closedAt
    issue.stateReason = 'reopened'
  }
}

const orders: Readonly<Record<string, (issue: Issue) => number>> = {
  created: ({ createdAt }) => createdAt.getTime(),
  updated: ({ updatedAt }) => updatedAt.getTime(),
  comments: ({ number }) => number,
}

/** Issues and pull requests alike, newest first, open ones unless told. */
function listed(call: Call) {
  const { world, url } = call
  const asked = (name: string) => url.searchParams.get(name) ?? undefined
  const state = asked('state') ?? 'open'
  const labels =
    asked('labels')
      ?.split(',')
      .map((name) => name.trim().toLowerCase()) ?? []
  const since = new Date(asked('since') ?? 0)
  const order = orders[asked('sort') ?? 'created'] ?? orders.created!
  const found = [...world.state.issues.values()]
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => labels.every((label) => issue.labels.some((name) => name.toLowerCase() === label)))
    .filter((issue) => asked('creator') === undefined || issue.author === asked('creator'))
    .filter((issue) => issue.updatedAt >= since)
    .sort((a, b) => order(b) - order(a) || b.number - a.number)
  if (asked('direction') === 'asc') found.reverse()
  return list(call, found, (issue) => issueJson(world, issue))
}

function labelled(call: Call<{ readonly labels?: readonly GivenLabel[] }>) {
  const { world, body } = call
  const issue = issueOf(call)
  demandFor(call, issue.number, 'write')
  issue.labels = [...new Set([...issue.labels, ...labelNames(world, body.labels ?? [])])]
  return ok(issue.labels.map((name) => labelJson(world, name)))
}

function unlabelled(call: Call) {
  const { world, path } = call
  const issue = issueOf(call)
  demandFor(call, issue.number, 'write')
  const name = issue.labels.find((label) => label.toLowerCase() === path.name?.toLowerCase())
  if (name === undefined) throw notFound()
  issue.labels = issue.labels.filter((label) => label !== name)
  return ok(issue.labels.map((label) => labelJson(world, label)))
}

export const issueEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/issues', 'issues=read', listed),
  endpoint('POST', '/issues', 'issues=write', create),
  endpoint('GET', '/issues/{issue_number}', 'issues=read; pull_requests=read', (call) => {
    demandFor(call, issueOf(call).number, 'read')
    return ok(issueJson(call.world, issueOf(call)))
  }),
  endpoint('PATCH', '/issues/{issue_number}', 'issues=write; pull_requests=write', update),
  endpoint('POST', '/issues/{issue_number}/labels', 'issues=write; pull_requests=write', labelled),
  endpoint('DELETE', '/issues/{issue_number}/labels/{name}', 'issues=write; pull_requests=write', unlabelled),
]
