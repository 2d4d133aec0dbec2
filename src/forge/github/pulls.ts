import type { PullRequest, Pulls, Review } from '../pulls.ts'
import type { Client } from './client.ts'

interface PullAnswer {
  readonly number: number
  readonly state: string
  readonly merged_at: string | null
  readonly head: { readonly sha: string; readonly repo?: { readonly id: number } | null }
  readonly base: { readonly ref: string; readonly sha: string }
  readonly user: { readonly login: string } | null
  readonly merge_commit_sha: string | null
}

const pullOf = (answer: PullAnswer): PullRequest => ({
  number: answer.number,
  state: answer.state === 'open' ? 'open' : 'closed',
  merged: answer.merged_at !== null,
  headSha: answer.head.sha,
  baseRef: answer.base.ref,
  baseSha: answer.base.sha,
  ...(answer.head.repo && { headRepositoryId: String(answer.head.repo.id) }),
  author: answer.user?.login ?? '',
  ...(answer.merge_commit_sha === null ? {} : { mergeSha: answer.merge_commit_sha }),
})

interface ReviewAnswer {
  readonly id: number
  readonly state: string
  readonly body: string
  readonly html_url: string
  readonly commit_id: string | null
  readonly user: { readonly login: string; readonly type: string } | null
}

const states = ['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED'] as const

const reviewOf = ({ id, state, body, html_url, commit_id, user }: ReviewAnswer): Review => ({
  id,
  // A state that is not known yet approves nothing.
  state: states.find((known) => known === state) ?? 'PENDING',
  body,
  author: user?.login ?? '',
  byPerson: user?.type === 'User',
  url: html_url,
  ...(commit_id === null ? {} : { commitSha: commit_id }),
})

export function pullsOf(client: Client): Pulls {
  const { rest, at } = client
  const needs = 'pull-requests: read'
  return {
    get: (number) =>
      client.ask({ to: `read the pull request #${number}`, needs }, async () =>
        pullOf((await rest.pulls.get({ ...at, pull_number: number })).data),
      ),

    ofHead: (owner, branch) =>
      client.ask({ to: `find the pull request of ${owner}:${branch}`, needs }, async () => {
        const every = { ...at, head: `${owner}:${branch}`, state: 'open' as const, per_page: 100 }
        return (await client.paginate(rest.pulls.list, every)).map(pullOf)
      }),

    ofCommit: (sha) =>
      client.ask({ to: `find the pull request of ${sha.slice(0, 7)}`, needs }, async () => {
        const every = { ...at, commit_sha: sha, per_page: 100 }
        const found = await client.paginate(rest.repos.listPullRequestsAssociatedWithCommit, every)
        return found.map(pullOf)
      }),

    reviews: (number) =>
      client.ask({ to: `read the reviews of #${number}`, needs }, async () => {
        const every = { ...at, pull_number: number, per_page: 100 }
        return (await client.paginate(rest.pulls.listReviews, every)).map(reviewOf)
      }),
  }
}
