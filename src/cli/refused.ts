import { carry } from '../launch/carry.ts'
import { alsoWrong, placeText } from '../report/also-wrong.ts'

/** Says what went wrong, where, and what to do next; the exit code is that of its kind. */
export function refused(thrown: unknown, host: Pick<NodeJS.Process, 'stderr'>): 2 | 3 {
  const error = carry(thrown)
  const place = placeText(error)
  const lines = [
    error.message,
    ...(place === undefined ? [] : [`at ${place}`]),
    error.hint,
    ...alsoWrong(error).map((line) => `also ${line}`),
  ]
  host.stderr.write(`${lines.join('\n')}\n`)
  return error.kind === 'outside' ? 3 : 2
}
