import { isAddress } from '../config/address.ts'
import { placeIn } from '../config/place-in.ts'
import type { Project } from '../config/project.ts'
import { configurationError } from '../errors.ts'

/**
 * Live data and what they are compared with are files: an address is not fetched here, as it is for tables.
 * @throws AssayError configuration `not-fetched`
 */
export function refuseAddress(project: Project, key: 'current' | 'reference'): void {
  const path = project.config.drift[key]
  if (path === undefined || !isAddress(path)) return
  // Of an address nothing is shown: it may hold a signature.
  throw configurationError('not-fetched', `drift.${key} is an address, and drift-check compares files`, {
    hint: 'Fetch it in a step before (aws s3 cp, curl -o), and name the file.',
    ...placeIn(project, `drift.${key}`),
  })
}
