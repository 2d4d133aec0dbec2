import type { Calling } from '../stage/calling.ts'
import type { Override } from './inputs.ts'
import type { PolicyBase } from './policy-base.ts'

/** What the configuration of a run is made from. */
export interface Sources {
  readonly workspace: string
  /** configuration file, relative to the workspace */
  readonly file: string
  /** the file was asked for by name, so it must be there */
  readonly asked: boolean
  /** folder up to which one that is not there is looked for above; default: nowhere */
  readonly top?: string
  readonly overrides: readonly Override[]
  /** what messages call an override; by default an input of a workflow */
  readonly called?: Calling
  /** commit whose own rules judge where no base does */
  readonly sha?: string
  /** the run judges a commit of a protected branch */
  readonly onBranch: boolean
  readonly base?: PolicyBase
  /** whether a base whose own file is at fault stops this, or what is right of it judges; default: it does */
  readonly faultyBase?: 'stops' | 'left-out'
  /** whether waivers of the file itself count where no base judges; default: they do not */
  readonly waivers?: 'own' | 'none'
}
