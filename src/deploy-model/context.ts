import type { BuiltOn } from '../record/built-on.ts'
import type { Digest } from '../record/digest.ts'

/** What the record says of a deployment however it ends. */
export interface Facts {
  readonly environment: string
  readonly version: string
  readonly modelDigest: Digest
  readonly previousVersion?: string
  readonly builtOn: readonly BuiltOn[]
}

export interface Deploying extends Facts {
  readonly isRollback: boolean
  /** the previous version can be brought back */
  readonly restorable: boolean
  /** why the version, or the previous one that is brought back, is sent no recorded requests, as a clause */
  readonly unasked?: { readonly candidate?: string; readonly fallback?: string }
  /** the forge's own record */
  readonly deploymentId?: number
  /** folder of model folders, and those in it that are in use */
  readonly deployments: string
  readonly inUse: readonly string[]
}

export type DeployContext =
  | {
      readonly refused: string
      readonly facts: Partial<Facts>
      /** the next step, where it is neither to mend anything nor to take another version */
      readonly remedy?: string
    }
  | { readonly unchanged: Facts }
  | { readonly deploying: Deploying }
