/** Where in a document of the user's an error lies; lines and columns count from 1. */
export interface Place {
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** `configuration` and `input` are the user's to mend (exit code 2), `outside` is the world's (exit code 3). */
export type ErrorKind = 'configuration' | 'input' | 'outside'

interface ErrorDetails extends Place {
  /** what to do next, as one imperative sentence */
  readonly hint: string
  readonly cause?: unknown
}

/**
 * An error that a user can act on. Everything else that is thrown is a defect of the suite and is reported as
 * one, with exit code 3.
 */
export class AssayError extends Error {
  readonly kind: ErrorKind
  /** stable, kebab-case, for scripts: `file-not-found`, `unknown-key`, `permission-denied` ... */
  readonly code: string
  readonly hint: string
  readonly place: Place

  constructor(kind: ErrorKind, code: string, message: string, { hint, cause, ...place }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'AssayError'
    this.kind = kind
    this.code = code
    this.hint = hint
    this.place = place
  }

  get exitCode(): 2 | 3 {
    return this.kind === 'outside' ? 3 : 2
  }
}

/** The configuration says something that cannot be: unknown key, wrong type, missing rule. Exit code 2. */
export const configurationError = (code: string, message: string, details: ErrorDetails) =>
  new AssayError('configuration', code, message, details)

/** A file or value of the user's is missing or unreadable. Exit code 2. */
export const inputError = (code: string, message: string, details: ErrorDetails) =>
  new AssayError('input', code, message, details)

/** Something outside failed: network, permission, disk, a service. Exit code 3. */
export const outsideError = (code: string, message: string, details: ErrorDetails) =>
  new AssayError('outside', code, message, details)
