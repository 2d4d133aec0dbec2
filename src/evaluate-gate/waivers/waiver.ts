import type { WaiverTerms } from '../../config/schema/waiver.ts'
import type { RecordedWaiver } from '../../record/waiver.ts'

/** Where a waiver was found. */
export type WaiverSource = Pick<RecordedWaiver, 'source' | 'by' | 'commit' | 'url'>

/** A waiver that somebody who may has stated; whether it still holds, and of what, is not said. */
export interface Waiver {
  readonly terms: WaiverTerms
  readonly source: WaiverSource
}

/** What asks to be a waiver and is none. */
export interface RefusedWaiver {
  /** as far as it can be read */
  readonly terms?: WaiverTerms
  readonly source: WaiverSource
  /** one clause */
  readonly why: string
}

export interface FoundWaivers {
  readonly stated: readonly Waiver[]
  readonly refused: readonly RefusedWaiver[]
}
