import { errorOf, withLastWords } from '../stage/outcomes.ts'
import type { Outcome } from '../stage/work.ts'

/** The first item that came to nothing; what follows it did not run. */
export const firstFailure = (outcomes: readonly Outcome[]) =>
  outcomes.find(({ id, status }) => id !== 'profile' && status !== 'done')

/** What the commands said last is kept beside the record: an error's record has nothing but its evidence. */
export const logFile = 'log.txt'

/** What the commands said last, for people; hostile text. */
export const tailOf = (failure: Outcome, outcomes: readonly Outcome[]) =>
  failure.tail ?? outcomes.findLast(({ tail }) => tail)?.tail

/**
 * A training that came to nothing, as a verdict.
 * @throws AssayError where the command was kept from running
 */
export function concludeFailure(failure: Outcome, tail: string | undefined) {
  const error = errorOf(failure, 'training')
  if (error.kind === 'outside') throw error
  // What the command did is a verdict; what kept it from being run is not its doing.
  if (error.kind === 'configuration') throw withLastWords(error, tail)
  const { told } = error
  return {
    verdict: 'failed' as const,
    passes: false,
    reason: withLastWords(error, tail).message,
    error: tail
      ? { ...told, hint: `${told.hint} Its last lines are kept in ${logFile}, beside the record.` }
      : told,
  }
}
