import type { Json } from '../../record/canonical-json.ts'
import type { Engine } from '../../tables/engine/engine.ts'
import type { Sample } from '../infer/sample.ts'
import type { Reading } from '../reading.ts'
import type { Contract } from '../schema/contract.ts'

/** What every proposal is made from. */
export interface Asking {
  readonly engine: Engine
  readonly sample: Sample
  readonly contract: Contract
  /** the contract as it is written, without defaults */
  readonly raw: Json
  /** of all columns that the contract can read */
  readonly readings: readonly Reading[]
  /** share of the rows from which on something is news and no error */
  readonly news: number
}
