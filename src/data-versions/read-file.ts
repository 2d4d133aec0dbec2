import type { Digest } from '../record/digest.ts'

/** A file whose content was read: what it is called, and which bytes it has. */
export interface ReadFile {
  readonly file: string
  /** what messages call it */
  readonly label: string
  /** of its raw bytes */
  readonly digest: Digest
  readonly bytes: number
}
