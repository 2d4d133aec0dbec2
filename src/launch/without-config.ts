import { AssayError, configurationError, type ErrorText } from '../errors.ts'
import type { Calling } from '../stage/calling.ts'
import { sharedInputs } from '../stage/inputs.ts'

/** What a stage says where nobody told it what to work on. */
const lacking: ReadonlySet<string> = new Set([
  'gate-missing',
  'missing-key',
  'no-environment',
  'no-rules',
  'no-tables',
  'nothing-to-evaluate',
])

/** What a hint sends to a configuration file that there is not yet is told that. */
export function toldOfNoFile<E extends Pick<ErrorText, 'hint'>>(error: E): E {
  const file = sharedInputs.config.default
  const sends = new RegExp(`\\b(?:in|to) ${file.replace('.', '\\.')}`)
  if (!sends.test(error.hint)) return error
  return { ...error, hint: `${error.hint} There is no ${file} here yet: write one, beside what you gave.` }
}

/**
 * What is wrong where there is no configuration file: that, before what follows from it. A mistake in what was given
 * follows from nothing but itself.
 */
export function withoutConfig(thrown: unknown, called: Calling): unknown {
  if (!(thrown instanceof AssayError) || !lacking.has(thrown.code)) return thrown
  if (thrown.place.file !== undefined) return thrown
  const file = sharedInputs.config.default
  return configurationError(
    'config-missing',
    `there is no ${file} in this folder, and what was given instead is not enough: ${thrown.message}`,
    {
      hint: `Write a ${file}, or name the one that there is with ${called('config')}. Without one: ${thrown.hint}`,
      cause: thrown,
    },
  )
}
