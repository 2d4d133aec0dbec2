import type { Json } from '../record/canonical-json.ts'
import type { ErrorOfRecord } from '../record/error.ts'

/** A command of the user's, as `plan` decided it and the work step runs it. Paths are absolute. */
export interface CommandItem {
  readonly kind: 'command'
  /** unique in the plan: outcomes are found by it */
  readonly id: string
  /** what people read above its log */
  readonly title: string
  readonly run: string
  readonly shell: string
  readonly cwd: string
  /** added to the clean environment that every command of the user's gets */
  readonly env: Readonly<Record<string, string>>
  /** it runs in another tree of the repository, and finds its code there and not in `from`; `to` is that folder of it */
  readonly tree?: { readonly from: string; readonly to: string; readonly within: string }
  readonly timeoutSeconds: number
  /** leftovers of earlier runs, removed before the command starts, so that what is found after it is its own */
  readonly clears: readonly string[]
  /** folders that must exist before the command starts */
  readonly makes: readonly string[]
  /** folders that before the first attempt are what `from` was, or else empty, and stay as they are between attempts */
  readonly keeps?: readonly { readonly path: string; readonly from?: string }[]
  /** exit codes after which it is run again, at most so many times */
  readonly retries?: { readonly exitCodes: readonly number[]; readonly most: number }
  readonly produces: readonly { readonly path: string; readonly what: string }[]
  /** leaves a server running: what it started is not killed when it returns */
  readonly detaches?: boolean
  readonly when?: When
  readonly unless?: Unless
  /** its failure stops nothing: what comes after decides */
  readonly mayFail?: boolean
}

/** `ok` (default): only while nothing has failed. `failed`: only after an earlier item of `ok` failed, to undo it. */
export type When = 'ok' | 'failed'

/** Id of an earlier task: what it found out may spare this item, which its result says by `settled: true`. */
export type Unless = string

/** A reading of the suite's own of something untrusted: a table, a model, predictions. `task` names a function of the stage's `tasks`. */
export interface TaskItem {
  readonly kind: 'task'
  readonly id: string
  readonly title: string
  readonly task: string
  readonly params: Json
  readonly when?: When
  readonly unless?: Unless
}

export type WorkItem = CommandItem | TaskItem

/** What came of a work item. After the first that is not `done` the rest are `not-run`. */
export interface Outcome {
  readonly id: string
  readonly status: 'done' | 'failed' | 'timed-out' | 'cancelled' | 'not-run'
  readonly seconds: number
  readonly exitCode?: number
  readonly peakMemoryBytes?: number
  /** processor time of all its processes, as far as looks at them tell */
  readonly cpuSeconds?: number
  /** how often it was run, where more than once */
  readonly attempts?: number
  /** last lines of the command's output, for messages; hostile text */
  readonly tail?: string
  /** what a task returned */
  readonly result?: Json
  /** why it failed; `kind` decides the exit code */
  readonly error?: ErrorOfRecord & { readonly kind: 'configuration' | 'input' | 'outside' }
}
