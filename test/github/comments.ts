import { created, invalid, noContent, notFound, ok, refuse } from './answer.ts'
import { type Call, type Endpoint, endpoint, numberIn } from './endpoint.ts'
import { checkBody, demandFor, issueOf } from './issues.ts'
import { list } from './pagination.ts'
import { actionsAppJson, associationOf, userJson } from './people.ts'
import type { Comment } from './state.ts'
import { apiUrl, htmlUrl, nodeId, timestamp, type World } from './world.ts'

function commentJson(world: World, comment: Comment): object {
  const kind = world.state.pulls.has(comment.issue) ? 'pull' : 'issues'
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${apiUrl(world)}/issues/comments/${comment.id}`,
    html_url: `${htmlUrl(world)}/${kind}/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${apiUrl(world)}/issues/${comment.issue}`,
    body: comment.body,
    user: userJson(world, comment.author),
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    author_association: associationOf(world, comment.author),
    performed_via_github_app: comment.byApp ? actionsAppJson(world) : null,
  }
}

function checkComment(body: string): void {
  checkBody('IssueComment', body)
  if (body.trim() !== '') return
  throw invalid({
    resource: 'IssueComment',
    code: 'unprocessable',
    field: 'data',
    message: 'Body cannot be blank',
  })
}

export interface NewComment {
  readonly issue: number
  readonly body: string
  readonly author: string
  readonly byApp?: boolean
}

export function addComment(world: World, { byApp = false, ...given }: NewComment): Comment {
  const now = world.now()
  const comment: Comment = { id: world.state.id(), ...given, byApp, createdAt: now, updatedAt: now }
  world.state.comments.set(comment.id, comment)
  const issue = world.state.issues.get(given.issue)
  if (issue) issue.updatedAt = now
  return comment
}

/** Oldest first; `since` is by the last change. */
function chosen({ world, url }: Call, wanted: (comment: Comment) => boolean): Comment[] {
  const since = new Date(url.searchParams.get('since') ?? 0)
  return [...world.state.comments.values()].filter((comment) => wanted(comment) && comment.updatedAt >= since)
}

function ofIssue(call: Call) {
  const { number } = issueOf(call)
  demandFor(call, number, 'read')
  return list(
    call,
    chosen(call, ({ issue }) => issue === number),
    (comment) => commentJson(call.world, comment),
  )
}

function create(call: Call<{ readonly body: string }>) {
  const { world, token, body } = call
  const { number } = issueOf(call)
  demandFor(call, number, 'write')
  checkComment(body.body)
  const byApp = token.kind === 'workflow'
  return created(
    commentJson(world, addComment(world, { issue: number, body: body.body, author: token.login, byApp })),
  )
}

function commentOf(call: Call, level: 'read' | 'write'): Comment {
  const comment = call.world.state.comments.get(numberIn(call, 'comment_id'))
  if (!comment) throw notFound()
  demandFor(call, comment.issue, level)
  return comment
}

/** An app may change its own comments; other people's only somebody with write access to the repository. */
function ownComment(call: Call): Comment {
  const comment = commentOf(call, 'write')
  if (call.token.kind === 'workflow' && comment.author !== call.token.login) {
    throw refuse(403, 'Resource not accessible by integration')
  }
  return comment
}

function update(call: Call<{ readonly body: string }>) {
  const comment = ownComment(call)
  checkComment(call.body.body)
  comment.body = call.body.body
  comment.updatedAt = call.world.now()
  return ok(commentJson(call.world, comment))
}

function remove(call: Call) {
  call.world.state.comments.delete(ownComment(call).id)
  return noContent
}

export const commentEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/issues/comments', 'issues=read; pull_requests=read', (call) =>
    list(
      call,
      chosen(call, () => true),
      (comment) => commentJson(call.world, comment),
    ),
  ),
  endpoint('GET', '/issues/{issue_number}/comments', 'issues=read; pull_requests=read', ofIssue),
  endpoint('POST', '/issues/{issue_number}/comments', 'issues=write; pull_requests=write', create),
  endpoint('GET', '/issues/comments/{comment_id}', 'issues=read; pull_requests=read', (call) =>
    ok(commentJson(call.world, commentOf(call, 'read'))),
  ),
  endpoint('PATCH', '/issues/comments/{comment_id}', 'issues=write; pull_requests=write', update),
  endpoint('DELETE', '/issues/comments/{comment_id}', 'issues=write; pull_requests=write', remove),
]
