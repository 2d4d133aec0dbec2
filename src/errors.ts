/** Where in a document of the user's an error lies; lines and columns count from 1. */
export interface Place {
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** `configuration` and `input` are the user's to mend (exit code 2), `outside` is the world's (exit code 3). */
export type ErrorKind = 'configuration' | 'input' | 'outside'

/** An error in words, as documents hold it. */
export type ErrorText = {
  readonly code: string
  readonly message: string
  readonly hint: string
} & { readonly [key in keyof Place]?: Place[key] | undefined }

interface ErrorDetails extends Place {
  /** what to do next, as one imperative sentence */
  readonly hint: string
  readonly cause?: unknown
  /** what else is wrong at the same time */
  readonly others?: readonly ErrorText[]
}

/** Mistakes that are told at a time, the first included. */
const mostTold = 20

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
  /** what else is wrong at the same time, cut to what a person reads */
  readonly others: readonly ErrorText[]
  /** how many were cut */
  readonly othersLeft: number

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    { hint, cause, others = [], ...place }: ErrorDetails,
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'AssayError'
    this.kind = kind
    this.code = code
    this.hint = hint
    this.place = place
    this.others = others.slice(0, mostTold - 1)
    this.othersLeft = others.length - this.others.length
  }

  /** All that it says, as records hold it. */
  get told(): ErrorText & { readonly others?: readonly ErrorText[]; readonly others_left?: number } {
    const { code, message, hint, place, others, othersLeft } = this
    return {
      code,
      message,
      hint,
      ...place,
      ...(others.length > 0 && { others }),
      ...(othersLeft > 0 && { others_left: othersLeft }),
    }
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

/**
 * Several mistakes as one error: the first, which has the others beside it.
 * @throws RangeError if there are none
 */
export function together(errors: readonly AssayError[]): AssayError {
  const [first, ...rest] = errors
  if (first === undefined) throw new RangeError('no errors')
  if (rest.length === 0) return first
  const { kind, code, message, hint, place, cause, others } = first
  const beside = [...others, ...rest.flatMap((one) => [textOf(one), ...one.others])]
  return new AssayError(kind, code, message, { hint, cause, others: beside, ...place })
}

const textOf = ({ code, message, hint, place }: AssayError): ErrorText => ({ code, message, hint, ...place })
