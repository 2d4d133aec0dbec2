/** A metric that has no value on these rows, and why; never a pass. */
export interface Undefined {
  readonly reason: string
}

/** A metric's value, or why it has none. */
export type Measured = number | Undefined

export const undefinedBecause = (reason: string): Undefined => ({ reason })
