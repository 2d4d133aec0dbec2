import { type AssayError, inputError } from '../errors.ts'
import type { Digest } from '../record/digest.ts'
import { bytes as readable } from '../report/number.ts'

/** What a Git LFS pointer stands for. */
export interface LfsPointer {
  /** of the content */
  readonly oid: Digest
  readonly size: number
}

/** A pointer file is shorter than this many bytes. */
export const longestPointer = 1024

const versionLine = /^version https:\/\/(git-lfs|hawser)\.github\.com\/spec\/v\d+\r?\n/

/** Whether these bytes, the first of a file, are those of a Git LFS pointer. */
export const startsAsPointer = (start: Uint8Array): boolean =>
  versionLine.test(Buffer.from(start.subarray(0, 100)).toString('latin1'))

/**
 * Reads a pointer file; undefined for what is none.
 * @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */
export function lfsPointer(content: Uint8Array): LfsPointer | undefined {
  if (content.length >= longestPointer || !startsAsPointer(content)) return undefined
  const text = Buffer.from(content).toString('utf8')
  const oid = /^oid sha256:([0-9a-f]{64})\r?$/m.exec(text)?.[1]
  const size = /^size (\d{1,15})\r?$/m.exec(text)?.[1]
  return oid === undefined || size === undefined ? undefined : { oid: `sha256:${oid}`, size: Number(size) }
}

/** The error of a table in whose place its pointer lies. */
export function notFetched(start: Uint8Array, label: string): AssayError {
  const pointer = lfsPointer(start)
  const content = pointer === undefined ? '' : ` (${readable(pointer.size)}, ${pointer.oid.slice(0, 19)}…)`
  return inputError(
    'lfs-pointer',
    `${label} is a Git LFS pointer: its content${content} has not been fetched.`,
    {
      hint: 'Run `git lfs pull`; in a workflow, give actions/checkout `lfs: true`.',
      file: label,
    },
  )
}
