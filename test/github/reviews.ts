import { invalid, notFound, ok } from './answer.ts'
import { type Call, type Endpoint, endpoint, numberIn } from './endpoint.ts'
import { checkBody } from './issues.ts'
import { list } from './pagination.ts'
import { associationOf, userJson } from './people.ts'
import type { Pull, Review } from './state.ts'
import { apiUrl, htmlUrl, nodeId, timestamp, type World } from './world.ts'

function reviewJson(world: World, review: Review): object {
  const html = `${htmlUrl(world)}/pull/${review.pull}#pullrequestreview-${review.id}`
  const pull = `${apiUrl(world)}/pulls/${review.pull}`
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: userJson(world, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    _links: { html: { href: html }, pull_request: { href: pull } },
    submitted_at: timestamp(review.submittedAt),
    commit_id: review.commitId,
    author_association: associationOf(world, review.author),
  }
}

function pullOf(call: Call): Pull {
  const pull = call.world.state.pulls.get(numberIn(call, 'pull_number'))
  if (!pull) throw notFound()
  return pull
}

export interface NewReviewOf {
  readonly pull: number
  readonly author: string
  readonly state: Review['state']
  readonly body?: string
  readonly commitId: string
}

export function addReview(world: World, { body = '', ...given }: NewReviewOf): Review {
  const review: Review = { id: world.state.id(), ...given, body, submittedAt: world.now() }
  world.state.reviews.set(review.id, review)
  return review
}

interface NewReview {
  readonly event?: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT'
  readonly body?: string
  readonly commit_id?: string
}

const stateOf = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const

function create(call: Call<NewReview>) {
  const { world, token, body } = call
  const pull = pullOf(call)
  checkBody('PullRequestReview', body.body ?? '')
  const event = body.event ?? 'COMMENT'
  if (event !== 'APPROVE' && !body.body) {
    throw invalid({ resource: 'PullRequestReview', code: 'missing_field', field: 'body' })
  }
  const review = addReview(world, {
    pull: pull.number,
    author: token.login,
    state: stateOf[event],
    body: body.body ?? '',
    commitId: body.commit_id ?? pull.headSha,
  })
  return ok(reviewJson(world, review))
}

export const reviewEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/pulls/{pull_number}/reviews', 'pull_requests=read', (call) => {
    const { number } = pullOf(call)
    const found = [...call.world.state.reviews.values()].filter(({ pull }) => pull === number)
    return list(call, found, (review) => reviewJson(call.world, review))
  }),
  endpoint('POST', '/pulls/{pull_number}/reviews', 'pull_requests=write', create),
]
