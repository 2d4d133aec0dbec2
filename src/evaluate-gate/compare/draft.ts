import type { Comparison } from '../../record/comparison.ts'

/** The named members of a type that may hold others. */
type Named<T> = { [K in keyof T as string extends K ? never : K]: T[K] }

/** A comparison as far as it has been judged; nothing says it to people yet. */
export type Judged = Omit<Named<Comparison>, 'explanation'>

/** What a comparison is that nothing came of. */
export type Unjudged = Pick<Judged, 'zone' | 'needs'> & { readonly why: string }

/** A comparison before its zone is final: the adjustment of its test needs all others. */
export interface Draft {
  readonly comparison: Omit<Judged, 'zone'> & { readonly zone?: Judged['zone'] }
  readonly test?: {
    /** of the change; absent where a bound is tested */
    readonly standardError?: number
    /** of a disparity: from where on it is blocked with 80% power by a test at alpha */
    readonly blockedFrom?: (alpha: number) => number | undefined
    readonly family: string
    readonly pValue: number
  }
}
