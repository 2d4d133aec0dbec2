import { isAddress } from '../../config/address.ts'
import { inputError } from '../../errors.ts'

/**
 * An address of a table, held to what can be fetched and shown.
 * @returns what messages and records call it: without its query, which may hold a signature
 * @throws AssayError input `bad-address`
 */
export function shownAddress(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol === 's3:') return address.replace(/[?#].*$/s, '')
  if (url?.protocol !== 'https:')
    throw inputError('bad-address', `${url?.protocol ?? 'the address'} is not fetched from.`, {
      hint: 'Name the table by a path, by https:// or by s3://.',
    })
  if (url.username !== '' || url.password !== '')
    throw inputError('bad-address', `the address of ${url.host} holds a user or a password`, {
      hint: 'Take it out of the configuration: whoever reads that has it.',
    })
  return `${url.origin}${url.pathname}`
}

/** A path of the configuration as records have it: of an address what may be shown. */
export const shownPath = (path: string): string => (isAddress(path) ? shownAddress(path) : path)
