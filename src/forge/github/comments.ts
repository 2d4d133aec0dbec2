import type { Comment, Comments } from '../comments.ts'
import type { Client } from './client.ts'
import type { Permission } from './errors.ts'
import { hasStatus } from './failure.ts'
import { shortlyBefore } from './just-made.ts'
import type { Viewer } from './viewer.ts'

interface CommentAnswer {
  readonly id: number
  readonly body?: string
  readonly html_url: string
  readonly user: { readonly login: string } | null
  readonly created_at: string
}

const commentOf = (answer: CommentAnswer): Comment => ({
  id: answer.id,
  body: answer.body ?? '',
  url: answer.html_url,
  author: answer.user?.login ?? '',
  createdAt: new Date(answer.created_at),
})

const needs = 'pull-requests: write'

export function commentsOf(client: Client, viewer: Viewer): Comments {
  const { rest, at } = client
  return {
    viewer,

    list: (issue) =>
      client.ask({ to: `list the comments of #${issue}`, needs: 'pull-requests: read' }, async () => {
        const every = { ...at, issue_number: issue, per_page: 100 }
        return (await client.paginate(rest.issues.listComments, every)).map(commentOf)
      }),

    create: (issue, body) => postComment(client, viewer, issue, body, needs),

    update: (id, body) =>
      client.ask({ to: `update comment ${id}`, needs }, async () =>
        commentOf((await rest.issues.updateComment({ ...at, comment_id: id, body })).data),
      ),

    delete: (id) =>
      client.ask({ to: `delete comment ${id}`, needs }, async () => {
        await rest.issues.deleteComment({ ...at, comment_id: id }).catch((error) => {
          if (!hasStatus(error, 404)) throw error
        })
      }),
  }
}

/** A pull request's comments need another permission than an issue's, though they are made by the same call. */
export function postComment(
  client: Client,
  viewer: Viewer,
  issue: number,
  body: string,
  needs: Permission,
): Promise<Comment> {
  const { rest, at } = client
  const since = shortlyBefore(client.now())
  const create = async () =>
    commentOf((await rest.issues.createComment({ ...at, issue_number: issue, body })).data)
  return client.make({ to: `comment on #${issue}`, needs }, create, async () => {
    const author = await viewer()
    const recent = { ...at, issue_number: issue, since: since.toISOString(), per_page: 100 }
    const found = (await client.paginate(rest.issues.listComments, recent)).map(commentOf)
    return found.find((one) => one.author === author && one.body === body && one.createdAt >= since)
  })
}
