import type { RunOfRecord } from '../record/common.ts'

/**
 * The hidden line that makes a comment ours: one for each workflow, model and matrix leg, so that they do not
 * overwrite each other. Every part is encoded, so that no name can end the HTML comment.
 */
export function markerOf(model: string, { workflow, leg }: Pick<RunOfRecord, 'workflow' | 'leg'>): string {
  const parts = [workflow ?? '', model, ...(leg ? [leg] : [])].map((part) =>
    encodeURIComponent(part).replace(/--/g, '-%2D'),
  )
  return `<!-- modelassay gate ${parts.join(' ')} -->`
}
