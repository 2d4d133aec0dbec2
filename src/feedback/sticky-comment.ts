import type { Comment, Comments } from '../forge/forge.ts'

/**
 * One comment that is kept up to date: the oldest of this token's own that carries the marker is rewritten, further
 * ones (two jobs may have begun at once) are deleted. Comments of others are never touched, whatever they contain.
 * @param body begins with the marker
 */
export async function placeComment(
  comments: Comments,
  issue: number,
  marker: string,
  body: string,
): Promise<Comment> {
  const viewer = await comments.viewer()
  const own = (await comments.list(issue)).filter(
    (comment) => comment.author === viewer && comment.body.trimStart().startsWith(marker),
  )
  const [oldest, ...duplicates] = own.sort(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.id - b.id,
  )
  const placed = oldest ? await comments.update(oldest.id, body) : await comments.create(issue, body)
  for (const { id } of duplicates) await comments.delete(id)
  return placed
}
