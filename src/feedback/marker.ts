import type { RunOfRecord } from '../record/run.ts'

type Of = Pick<RunOfRecord, 'id' | 'attempt' | 'workflow'>

/**
 * The hidden line that makes a comment ours: one for each workflow, whatever models and matrix jobs it has. The path is
 * encoded, so that no name can end the HTML comment.
 */
export const markerOf = ({ workflow }: Pick<Of, 'workflow'>): string =>
  `<!-- modelassay gate ${encodeURIComponent(workflow ?? '').replace(/--/g, '-%2D')} -->`

/** The hidden line after it: which run wrote the comment last. */
export const stampOf = ({ id, attempt }: Pick<Of, 'id' | 'attempt'>): string =>
  `<!-- run ${encodeURIComponent(id).replace(/-/g, '%2D')} attempt ${attempt} -->`

/**
 * Whether a comment was written by a later run than this one, or a later attempt of it. GitHub counts its runs up.
 * @param body of a comment that begins with the marker
 */
export function isOfLaterRun(body: string, { id, attempt }: Pick<Of, 'id' | 'attempt'>): boolean {
  const [, theirs, again] =
    /^<!-- [^\n]*\n<!-- run (\d{1,20}) attempt (\d{1,9}) -->/.exec(body.trimStart()) ?? []
  if (theirs === undefined || !/^\d{1,20}$/.test(id)) return false
  return theirs === id ? Number(again) > attempt : BigInt(theirs) > BigInt(id)
}
