import type { Log } from '../runner/log.ts'
import type { TreeRoot } from './tree.ts'

/** What running a command takes of the machine and its host. */
export interface CommandHost {
  readonly log: Log
  /** folder for files that need not last longer than the work */
  readonly scratch: string
  /** environment of this process; what a command must not have is taken out of it here */
  readonly env: Readonly<Record<string, string | undefined>>
  /** aborts when the work is cancelled; its reason may be the signal that asked for it */
  readonly signal?: AbortSignal
  readonly now: () => Date
  /** told which processes are a command's when it begins, and nothing when it has ended with all of them */
  readonly underWay?: (root: TreeRoot | undefined) => Promise<void>
  /** what a command gets between the request to end and the kill. Default: 8, which the ten of a host that cancels leave room for */
  readonly graceSeconds?: number
  /** after how much silence the log says that the command still runs. Default: 60 */
  readonly heartbeatSeconds?: number
}
