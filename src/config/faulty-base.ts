import { AssayError, configurationError } from '../errors.ts'

/** What is read, or what is wrong with it. */
export function readOrFault<T>(read: () => T): T | AssayError {
  try {
    return read()
  } catch (error) {
    if (error instanceof AssayError) return error
    throw error
  }
}

/** Why nothing can be judged by rules that the judged change may well mend, and how it gets there all the same. */
export const baseAtFault = ({ message, hint, place, cause }: AssayError, file: string, sha: string) =>
  configurationError(
    'base-at-fault',
    `${file} at the base commit ${sha.slice(0, 7)}, whose rules judge this change, is at fault: ${message}`,
    {
      hint: `${hint} A change is judged by its base, and no waiver can be read there: let a change that mends this alone be reviewed, and merged by somebody who may bypass the branch's ruleset (gh pr merge --admin); then bring the open changes up to date.`,
      ...place,
      cause,
    },
  )
