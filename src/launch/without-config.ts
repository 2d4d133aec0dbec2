import { AssayError, configurationError } from '../errors.ts'
import type { Calling } from '../stage/calling.ts'
import { sharedInputs } from '../stage/inputs.ts'

/**
 * What is wrong where there is no configuration file: that, before what follows from it. A mistake at a place in a file
 * that was given, or in the rules that were, follows from nothing but itself.
 */
export function withoutConfig(thrown: unknown, called: Calling): unknown {
  if (!(thrown instanceof AssayError) || thrown.kind !== 'configuration') return thrown
  if (thrown.place.file !== undefined || thrown.code === 'unknown-metric') return thrown
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
