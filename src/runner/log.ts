/** Where a place in a file of the repository is shown beside a message. Lines count from 1. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly title?: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** For people who watch. Every text may be hostile: an implementation escapes it for where it goes. */
export interface Log {
  info(message: string): void
  warning(message: string): void
  /** shown beside a file where the host can, and in the log elsewhere */
  annotate(annotation: Annotation): void
  /** what follows until `end` belongs together */
  group(title: string): { end(): void }
  /** output of a command of the user's, as it comes */
  raw(chunk: Uint8Array): void
}
