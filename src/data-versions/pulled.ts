import { type AssayError, outsideError } from '../errors.ts'
import { visible } from '../report/visible.ts'
import type { Outcome } from '../stage/work.ts'

/** The work item that pulls. */
export const pullId = 'pull-data'

/**
 * Lets pass what was pulled, or was not to be.
 * @throws AssayError outside: `dvc-missing`, `dvc-pull-failed` with what DVC said, and why it was not run
 */
export function requirePulled(outcomes: readonly Outcome[]): void {
  const outcome = outcomes.find((found) => found.id === pullId)
  if (outcome !== undefined && outcome.status !== 'done') throw failureOf(outcome)
}

function failureOf({ status, exitCode, tail, error }: Outcome): AssayError {
  if (status === 'cancelled' || status === 'not-run' || error?.kind === 'outside')
    return outsideError(error?.code ?? 'cancelled', error?.message ?? 'the data were not pulled', {
      hint: error?.hint ?? 'Run the job again.',
    })
  if (exitCode === 127)
    return outsideError('dvc-missing', 'data.pull asks for DVC, which is not on the PATH', {
      hint: 'Install DVC before this step, with what its remote needs: pip install "dvc[s3]", for example.',
    })
  const ended = status === 'timed-out' ? 'did not end in time' : `ended with exit code ${exitCode}`
  const said = saidLast(tail)
  return outsideError(
    'dvc-pull-failed',
    `\`dvc pull\` ${ended}${said === '' ? '' : `; it last said: ${said}`}`,
    {
      hint: 'Read its log: push what is missing with `dvc push`, give the step the credentials of the remote, or set the remote right.',
    },
  )
}

/** What DVC says of its failure begins with ERROR and goes over several lines. */
function saidLast(tail = ''): string {
  const lines = tail.split('\n').filter((line) => line.trim() !== '')
  const from = lines.findLastIndex((line) => line.startsWith('ERROR'))
  return visible((from < 0 ? lines.slice(-3) : lines.slice(from, from + 6)).join(' '))
}
