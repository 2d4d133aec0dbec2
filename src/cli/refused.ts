import { carry } from '../launch/carry.ts'

/** Says what went wrong, where, and what to do next; the exit code is that of its kind. */
export function refused(thrown: unknown, host: Pick<NodeJS.Process, 'stderr'>): 2 | 3 {
  const { message, hint, kind, file, line, column } = carry(thrown)
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  host.stderr.write(`${message}\n${place === '' ? '' : `at ${place}\n`}${hint}\n`)
  return kind === 'outside' ? 3 : 2
}
