import { AssayError } from '../errors.ts'
import type { CarriedError } from './plan-file.ts'

/** What was thrown, as a document. What is no AssayError is a defect of the suite, and says so. */
export function carry(thrown: unknown): CarriedError {
  const error = thrown instanceof AssayError ? thrown : systemError(thrown)
  return { kind: error.kind, ...error.told }
}

/** What the disk says when it takes no more: full, over the quota, over the limit of a file's size. */
const full: readonly string[] = ['ENOSPC', 'EDQUOT', 'EFBIG']

const remedies: Readonly<Record<string, string>> = {
  EROFS: 'Give the suite a folder that it can write to.',
  EACCES: 'Make the file or folder readable and writable for this user.',
  EPERM: 'Make the file or folder readable and writable for this user.',
  EMFILE: 'Raise the limit of open files (ulimit -n) and run again.',
}

function systemError(thrown: unknown): AssayError {
  const { code, message } = thrown as NodeJS.ErrnoException
  if (code !== undefined && full.includes(code))
    return new AssayError('outside', 'disk-full', `the disk is full: ${message}`, {
      hint: 'Free disk space on the machine (old runs in .modelassay/runs may be deleted) and run again.',
      cause: thrown,
    })
  const remedy = code === undefined ? undefined : remedies[code]
  if (remedy) return new AssayError('outside', code!.toLowerCase(), message, { hint: remedy, cause: thrown })
  const stack = thrown instanceof Error ? thrown.stack : String(thrown)
  return new AssayError(
    'outside',
    'defect',
    `modelassay met an unexpected error: ${message ?? String(thrown)}`,
    {
      hint: `Report it with this trace: ${stack}`,
      cause: thrown,
    },
  )
}
