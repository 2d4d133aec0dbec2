import type { Log } from '../runner/log.ts'

/** What a task of the work step may use. */
export interface Workbench {
  readonly log: Log
  /** folder whose files become the record's evidence */
  readonly evidence: string
  /** folder for what need not last longer than the work */
  readonly scratch: string
  /** where the data engine is, or is to be installed */
  readonly engine: { readonly cache: string; readonly ready?: string }
  /** for programs of the machine that are asked something: what a command of the user's gets, and no token */
  readonly environment: Readonly<Record<string, string>>
  /** the web as this machine reaches it, and the time that signatures need; absent where nothing may be fetched */
  readonly web?: { readonly fetch: typeof fetch; now(): Date }
}
