import { AssayError, outsideError } from '../errors.ts'
import type { Comment, Comments } from '../forge/comments.ts'

/** What the comment is to say, as far as this job knows. */
export interface Draft {
  /** begins with the marker */
  readonly body: string
  /** names what the body was made from: equal where nothing has joined or gone */
  readonly basis: string
  /** whether a comment is made where there is none yet */
  readonly wanted: boolean
}

/** One comment of a pull request that many jobs of a run write. */
export interface SharedComment {
  readonly comments: Comments
  readonly issue: number
  readonly marker: string
  /** made of all that is there now, and the same in whichever job it is made */
  draft(): Promise<Draft>
  /** what a draft would be made from now */
  basis(): Promise<string>
  /** whether a comment is to be left as it is: a later run has written it */
  isLater(body: string): boolean
  /** waits before another round, so that what comes in a burst is told at once */
  pause(round: number): Promise<void>
}

export type Kept =
  | { readonly outcome: 'kept'; readonly comment: Comment }
  | { readonly outcome: 'later' | 'unwanted' }

/** Each further round is owed to another job that has come on; a run has 256 jobs of a matrix at most. */
const mostRounds = 300

/**
 * Brings the comment up to date: the oldest of this token's own that carries the marker is rewritten, further ones are
 * deleted, those of others are never touched. Jobs that write at once lose nothing: each writes all that it can see, looks
 * again afterwards and starts over where more has come, so that the last one to write has seen everything.
 * @throws AssayError what the forge throws; outside `comment-contended` when it never came to rest
 */
export async function keepComment(shared: SharedComment): Promise<Kept> {
  for (let round = 1; round <= mostRounds; round += 1) {
    const kept = await placed(shared)
    if (kept !== undefined) return kept
    await shared.pause(round)
  }
  throw outsideError('comment-contended', `the comment on #${shared.issue} was changed again and again`, {
    hint: 'See whether another workflow posts under the same account and marker.',
  })
}

/** One round. @returns undefined where things have moved on meanwhile */
async function placed(shared: SharedComment): Promise<Kept | undefined> {
  const { comments, issue } = shared
  const [draft, found] = await Promise.all([shared.draft(), ownComments(shared)])
  const [oldest, ...duplicates] = found
  if (found.some(({ body }) => shared.isLater(body))) return { outcome: 'later' }
  if (oldest === undefined) {
    if (!draft.wanted) return { outcome: 'unwanted' }
    const made = await comments.create(issue, draft.body)
    // Whoever has seen more finds this one, or has made another meanwhile and is met here.
    const now = await ownComments(shared)
    return now.length === 1 && now[0]!.id === made.id ? { outcome: 'kept', comment: made } : undefined
  }
  const comment = await rewritten(oldest, draft.body, comments)
  for (const { id } of duplicates) await comments.delete(id)
  return comment && (await shared.basis()) === draft.basis ? { outcome: 'kept', comment } : undefined
}

/** @returns undefined when somebody has deleted it meanwhile */
async function rewritten(old: Comment, body: string, comments: Comments): Promise<Comment | undefined> {
  if (old.body === body) return old
  try {
    return await comments.update(old.id, body)
  } catch (error) {
    if (error instanceof AssayError && error.code === 'not-found') return undefined
    throw error
  }
}

/** Oldest first. */
async function ownComments({ comments, issue, marker }: SharedComment): Promise<Comment[]> {
  const [viewer, all] = await Promise.all([comments.viewer(), comments.list(issue)])
  return all
    .filter(({ author, body }) => author === viewer && body.trimStart().startsWith(marker))
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.id - b.id)
}
