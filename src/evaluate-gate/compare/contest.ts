import type { Rule } from '../../config/schema.ts'
import type { Comparison } from '../../record/comparison.ts'
import type { Digest } from '../../record/digest.ts'
import type { Direction } from '../../record/gate-terms.ts'
import type { MissingBaseline } from '../context.ts'
import type { Measured, MeasuredBaseline, OldTestSet } from '../measured.ts'
import type { FairnessRules } from './fairness-drafts.ts'
import type { Training } from './gap-draft.ts'
import type { NewErrorLimits } from './new-error-drafts.ts'

/** What is compared with what. */
export interface Contest {
  readonly candidate: { readonly modelDigest?: Digest; readonly evaluations: Measured['evaluations'] }
  /** what the rows of the training say of the candidate */
  readonly training?: Training
  /** the candidate on test sets of before, which baselines have predictions of too */
  readonly old?: readonly OldTestSet[]
  /** in the order asked for */
  readonly baselines: readonly (MeasuredBaseline | MissingBaseline)[]
  readonly rules: Readonly<Record<string, Rule>>
  /** what an evaluation is held to in place of the rules on the same metrics */
  readonly own?: Readonly<Record<string, Readonly<Record<string, Rule>>>>
  /** evaluations that only the judged change has: none of them answers for another what a rule asks */
  readonly added?: readonly string[]
  /** what every slice of the candidate's rows is held to */
  readonly slices?: { readonly rules: Readonly<Record<string, Rule>>; readonly minRows: number }
  /** how differently groups of the candidate's rows may be predicted */
  readonly fairness?: FairnessRules
  /** whether means over seeds are compared, on this evaluation; `why` they cannot be, as a clause */
  readonly seeds?: { readonly evaluation: string; readonly why?: string }
  /** how many rows may flip from right to wrong */
  readonly newErrors?: NewErrorLimits
  /** of every metric that a rule on worsening names */
  readonly directions: Readonly<Record<string, Direction>>
}

/** A baseline as comparisons name it. */
export const baselineOf = (
  baseline: MeasuredBaseline | MissingBaseline,
): NonNullable<Comparison['baseline']> =>
  'outcome' in baseline
    ? { name: baseline.name }
    : {
        name: baseline.name,
        ...(baseline.run !== undefined && { run: baseline.run }),
        ...(baseline.sha !== undefined && { sha: baseline.sha }),
        ...(baseline.model_digest !== undefined && { model_digest: baseline.model_digest }),
      }
