import type { Digest } from '../record/digest.ts'
import type { PendingRule } from './pending-policy.ts'
import type { Config } from './schema.ts'

/** Where the rules that judge come from. */
export interface Policy {
  /** over everything that judges: gate, metrics, truth, test tables */
  readonly digest: Digest
  readonly sha?: string
  /** they come from where the judged change could not edit them, and no input overrides them */
  readonly protected: boolean
  readonly notes: readonly string[]
  /** of the notes, the one that says what is wrong with the file at the base commit */
  readonly fault?: string
  /** what the judged change would make of the rules, once it is merged */
  readonly pending?: readonly PendingRule[]
  /** evaluations that only the judged change has */
  readonly added?: readonly string[]
}

/** A model's configuration, merged and checked once. It is JSON: it travels from plan to conclude in the plan's file. */
export interface Project {
  /** absolute folder of modelassay.yml; every path of the configuration is relative to it */
  readonly root: string
  /** the file, relative to the workspace, when there is one */
  readonly file?: string
  readonly config: Config
  readonly policy: Policy
  /** lines of the file by key path (`gate.rules.accuracy`), for annotations */
  readonly lines: Readonly<Record<string, number>>
  /** contracts by path as they judge: on a pull request the base's text */
  readonly contracts: Readonly<Record<string, string>>
}
