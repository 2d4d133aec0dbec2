import type { Collaborators } from '../../forge/collaborators.ts'
import type { Review } from '../../forge/pulls.ts'
import type { ReviewedChange } from './reviewed-change.ts'
import type { FoundWaivers, RefusedWaiver, Waiver, WaiverSource } from './waiver.ts'
import { waiverLines } from './waiver-lines.ts'

/** Reviews with waivers that are looked at: each may cost a question to the forge. */
const mostReviews = 50

/**
 * The waivers that reviews of a pull request state: approvals of the very commit that is judged, by a person with write
 * permission who is not the author, and not taken back since.
 * @param reviews oldest first; their texts are hostile
 */
export async function waiversOfReviews(
  reviews: readonly Review[],
  change: ReviewedChange,
  collaborators: Collaborators,
): Promise<FoundWaivers> {
  const stated: Waiver[] = []
  const refused: RefusedWaiver[] = []
  const waiving = reviews
    .map((review) => ({ review, lines: waiverLines(review.body) }))
    .filter(({ lines }) => lines.length > 0)
  for (const { review, lines } of waiving.slice(-mostReviews)) {
    const source = sourceOf(review)
    const why = unfit(review, reviews, change) ?? (await withoutPermission(review, collaborators))
    for (const line of lines) {
      const terms = 'terms' in line ? { terms: line.terms } : {}
      const refusal = why ?? ('why' in line ? line.why : undefined)
      if (refusal !== undefined) refused.push({ ...terms, source, why: refusal })
      else if ('terms' in line) stated.push({ terms: line.terms, source })
    }
  }
  return { stated, refused }
}

const sourceOf = ({ author, commitSha, url }: Review): WaiverSource => ({
  source: 'review',
  by: author,
  url,
  ...(commitSha !== undefined && { commit: commitSha }),
})

/** Why a review states no waiver, as a clause; undefined where nothing of itself speaks against it. */
function unfit(review: Review, reviews: readonly Review[], change: ReviewedChange): string | undefined {
  const { state, author, byPerson, commitSha } = review
  if (state === 'DISMISSED') return 'its review was dismissed'
  if (state !== 'APPROVED') return 'its review does not approve the pull request'
  if (author === '') return 'the account of its reviewer is gone'
  if (!byPerson) return 'its reviewer is no person'
  if (change.author === '') return 'the account of the author is gone, so that the two cannot be told apart'
  if (author.toLowerCase() === change.author.toLowerCase())
    return 'its reviewer is the author of the pull request'
  if (commitSha === undefined || commitSha !== change.headSha)
    return `its review is of commit ${commitSha?.slice(0, 7) ?? 'unknown'}, and the head is ${change.headSha.slice(0, 7)}`
  const later = reviews.slice(reviews.indexOf(review) + 1)
  if (later.some((other) => other.author === author && decides(other)))
    return 'its reviewer has reviewed again since'
  return undefined
}

/** A remark beside a review leaves it as it is. */
const decides = ({ state }: Review) => state !== 'COMMENTED' && state !== 'PENDING'

async function withoutPermission(
  { author }: Review,
  collaborators: Collaborators,
): Promise<string | undefined> {
  const permission = await collaborators.permission(author)
  return permission === 'admin' || permission === 'write'
    ? undefined
    : 'its reviewer has no write permission here'
}
