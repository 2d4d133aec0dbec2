import { AssayError } from '../../errors.ts'
import { bytes } from '../../report/number.ts'
import type { Finding } from '../../stage/stage.ts'

const withSentence = (hint: string, waiting: number) =>
  `${hint} A checkpoint of ${bytes(waiting)} is kept: the next training of the same goes on from it.`

/**
 * What came of a training that did not end, with what the next one goes on from among what is to be done.
 * @param waiting bytes
 */
export const tellWaiting = (finding: Finding<'train'>, waiting: number | undefined): Finding<'train'> =>
  waiting === undefined || !finding.error
    ? finding
    : { ...finding, error: { ...finding.error, hint: withSentence(finding.error.hint, waiting) } }

/** The same of what kept it from ending, as it is thrown. */
export const waitingToldBy = (thrown: unknown, waiting: number | undefined): unknown =>
  waiting === undefined || !(thrown instanceof AssayError)
    ? thrown
    : new AssayError(thrown.kind, thrown.code, thrown.message, {
        ...thrown.place,
        hint: withSentence(thrown.hint, waiting),
        others: thrown.others,
        cause: thrown.cause,
      })
