import { canonicalJson } from '../../record/canonical-json.ts'
import { sha256 } from '../../record/digest.ts'
import type { RunOfRecord } from '../../record/run.ts'

type Run = Pick<RunOfRecord, 'workflow' | 'job' | 'leg' | 'ref' | 'sha' | 'id' | 'attempt'>

/**
 * Checkpoints that may follow each other: of one model, in one job of one workflow, of one branch or pull request.
 * @param part seeds of a job that trains some of several
 */
export function seriesOf(
  name: string,
  { workflow, job, leg, ref }: Run,
  part: readonly number[] | undefined,
): string {
  const scope = {
    workflow: workflow ?? '',
    job: job?.key ?? '',
    leg: leg ?? '',
    ref: ref ?? '',
    ...(part && { part: [...part] }),
  }
  return `modelassay-checkpoint-${name}-${sha256(canonicalJson(scope)).slice('sha256:'.length).slice(0, 16)}`
}

/** How entries of a commit begin: another run of the same commit is likeliest to be of the same training. */
export const ofCommit = (sha: string | undefined) => `${sha ?? 'none'}-`

export const entryOf = (sha: string | undefined, { id, attempt }: Run) => `${ofCommit(sha)}${id}-${attempt}`
