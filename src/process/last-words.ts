/** What a runtime writes below its error: its own version, and closing brackets of what it showed. */
const trailer = /^Node\.js v\d|^[^\p{L}\p{N}]*$/u

/** `TypeError: x is not a function`, `Error [ERR_MODULE_NOT_FOUND]: Cannot find ...` */
const tellsError = /^(?:Uncaught )?[\w.$]*(?:Error|Exception)\b.*:/

/**
 * The line of a command's output that tells why it failed: the last one, as of Python and most shells, unless that is
 * what stands below an error. Hostile text.
 */
export function lastWords(tail = ''): string | undefined {
  const lines = tail.split('\n').filter((line) => line.trim() !== '')
  const last = lines.at(-1)
  if (last === undefined || !trailer.test(last)) return last
  return (
    lines.findLast((line) => tellsError.test(line)) ?? lines.findLast((line) => !trailer.test(line)) ?? last
  )
}
