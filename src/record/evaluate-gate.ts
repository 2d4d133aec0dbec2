import * as z from 'zod'
import { digestSchema } from './digest.ts'
import { commonShape, commonVerdicts } from './every-record.ts'
import { extremesSchema, groupingSchema } from './fairness.ts'
import { flipsSchema } from './flips.ts'
import { commentModes, directions, tasks, zones } from './gate-terms.ts'
import { naiveSchema } from './naive.ts'
import { identitySchema } from './refs.ts'
import { changeSchema } from './training-change.ts'
import { waiverSchema } from './waiver.ts'
import { wordsSchema } from './words.ts'

export type { Direction, Zone } from './gate-terms.ts'

const intervalSchema = z.looseObject({ low: z.number(), high: z.number(), method: z.string() })

export const evaluationSchema = z.looseObject({
  name: z.string().min(1),
  /** of the test set: two evaluations are comparable row by row only when it is equal */
  identity: identitySchema,
  rows: z.number().int().nonnegative(),
  /** distinct test rows that this model was trained on, where that could be told */
  trained_on: z.number().int().nonnegative().optional(),
  /** why not, where the training rows are known; a clause */
  trained_on_unknown: z.string().optional(),
  /** how many accepted models this test set has judged, this one included; at least, where older records are gone */
  uses: z.number().int().positive().optional(),
  task: z.enum(tasks),
  metrics: z.record(z.string(), z.number()),
  undefined: z.array(z.looseObject({ metric: z.string(), reason: z.string() })),
  /** of a binary task: the class that the metrics are about */
  positive: z.string().optional(),
  /** of rows that no rule is held against: those of the training */
  judged: z.literal(false).optional(),
  /** of such rows: the judged evaluation whose very rows they are */
  same_rows_as: z.string().optional(),
  /** metrics that are a file's word, not computed from predictions */
  reported: z.array(z.string()).optional(),
  /** two one-sided 95% bounds of the true value, of metrics with a rule; those by drawing rows only where it goes by them */
  intervals: z.record(z.string(), intervalSchema).optional(),
  /** parts of the rows that are judged apart; those with too few rows have no metrics */
  slices: z
    .array(
      z.looseObject({
        name: z.string(),
        rows: z.number().int().positive(),
        metrics: z.record(z.string(), z.number()).optional(),
        undefined: z.array(z.looseObject({ metric: z.string(), reason: z.string() })).optional(),
        intervals: z.record(z.string(), intervalSchema).optional(),
        naive: z.record(z.string(), naiveSchema).optional(),
        /** metrics that its labels allow no value of, whatever is predicted */
        unjudgeable: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  /** what a naive model reaches, of metrics whose rule asks */
  naive: z.record(z.string(), naiveSchema).optional(),
  /** rates of groups, which disparities are made of */
  fairness: z.array(groupingSchema).optional(),
})
export type Evaluation = z.infer<typeof evaluationSchema>

export const comparisonSchema = z.looseObject({
  rule: z.enum([
    'min',
    'max',
    'max_worsening',
    'max_worsening_ratio',
    'must_improve',
    'better_than_naive',
    'max_new_errors',
    'max_gap',
  ]),
  metric: z.string(),
  evaluation: z.string(),
  /** made on a test set of before, which `evaluation` names: the evaluation that it was the test set of */
  old_test_set_of: z.string().optional(),
  slice: z.string().optional(),
  /** of a disparity: the columns that make its groups */
  by: z.string().optional(),
  /** a group that was left out of the disparities by these columns */
  group: z.string().optional(),
  /** the two groups that a disparity is of */
  extremes: extremesSchema.optional(),
  /** judged by the bound of `candidate_interval` instead of by a test */
  confident: z.boolean().optional(),
  direction: z.enum(directions).optional(),
  rows: z.number().int().nonnegative(),
  candidate_value: z.number().optional(),
  /** bounds of `candidate_value` at `level` each */
  candidate_interval: z.tuple([z.number(), z.number()]).optional(),
  baseline: z
    .looseObject({
      name: z.string(),
      run: z.string().optional(),
      sha: z.string().optional(),
      model_digest: digestSchema.optional(),
    })
    .optional(),
  baseline_value: z.number().optional(),
  /** how many seeds both values are means over, the candidate's first; absent: they are of one model each */
  seeds: z.tuple([z.number().int(), z.number().int()]).optional(),
  /** of `max_gap`: the evaluation that `baseline_value` is of, or what the training reported */
  training: z.string().optional(),
  /** of `max_new_errors`: rows that it is the other way round with */
  mended: z.number().int().nonnegative().optional(),
  /** of `better_than_naive`: what the model does that `baseline_value` is of */
  naive: z.string().optional(),
  /** candidate minus baseline in the metric's own unit and sign */
  change: z.number().optional(),
  /** of `change`: two one-sided bounds at `level` each */
  interval: z.tuple([z.number(), z.number()]).optional(),
  level: z.number().optional(),
  p_value: z.number().optional(),
  p_adjusted: z.number().optional(),
  /** the bound, or the worsening that the rule allows in the metric's unit; an improvement that it demands is negative */
  allowed: z.number(),
  /** of `max_worsening_ratio`: the share of the baseline's value that `allowed` is; without a baseline both are it */
  allowed_ratio: z.number().optional(),
  /**
   * what is blocked with 80% power, with all that is worse: the smallest worsening (of `must_improve` and `better_than_naive`
   * below 0 where an improvement is too small); of `min` and `max` the true value of the metric; of a disparity that of the
   * two groups that lie apart the most; of `max_new_errors` such rows among `rows`
   */
  smallest_blocked: z.number().optional(),
  /** of `must_improve` and `better_than_naive`: the smallest true improvement that passes with 80% power */
  smallest_passed: z.number().optional(),
  /** rows on which an equal model would be found no worse, or one truly as good inside its bound, with 80% power */
  rows_needed: z.number().int().optional(),
  zone: z.enum(zones),
  /** index into `waivers` of the one that lets it pass nevertheless */
  waiver: z.number().int().nonnegative().optional(),
  /** tango+mcnemar, estimate ... */
  method: z.string(),
  /** one sentence, for people */
  explanation: z.string(),
})
export type Comparison = z.infer<typeof comparisonSchema>

/** A test set that baselines were judged on and an evaluation is not made on any more. */
const oldTestSetSchema = z.looseObject({
  /** what comparisons on it call it */
  name: z.string(),
  /** the evaluation that it was the test set of */
  evaluation: z.string(),
  identity: identitySchema,
  /** baselines that were judged on it */
  baselines: z.array(z.string()),
  /** why this model was not evaluated on it, or is not judged by it, as a clause */
  why: z.string().optional(),
  /** of this model, evaluated on it by its own code */
  rows: z.number().int().nonnegative().optional(),
  metrics: z.record(z.string(), z.number()).optional(),
  undefined: z.array(z.looseObject({ metric: z.string(), reason: z.string() })).optional(),
  /** how many accepted models it has judged, this one included where it was evaluated on it; at least */
  uses: z.number().int().positive().optional(),
  /** distinct rows of it that this model was trained on, where that could be told */
  trained_on: z.number().int().nonnegative().optional(),
})
export type OldTestSetRecord = z.infer<typeof oldTestSetSchema>

/** A baseline that was asked for: found and measured, or why not. */
export const baselineSchema = z.looseObject({
  name: z.string(),
  outcome: z.enum(['found', 'never', 'lost']),
  /** for people: `run 123 of main at abc1234`, or why there is none */
  description: z.string(),
  /** commits between where the search began and the run that was found */
  behind: z.number().int().optional(),
  url: z.string().optional(),
  /** run that its record is of, and the artifact of that run that holds it */
  run: z.string().optional(),
  artifact: z.string().optional(),
  model_digest: digestSchema.optional(),
  /** what else differs from this model's training; absent where the baseline's is not known */
  changes: z.array(changeSchema).optional(),
  evaluations: z
    .array(
      z.looseObject({
        name: z.string(),
        metrics: z.record(z.string(), z.number()),
        /** distinct test rows that it was trained on, where that could be told */
        trained_on: z.number().int().nonnegative().optional(),
        /** rows that exactly one of it and the candidate has right */
        flips: flipsSchema.optional(),
        /** its model was evaluated again on this test set, by the code of its own commit */
        rerun: z.literal(true).optional(),
      }),
    )
    .optional(),
  /** what it reached on the test sets that it was judged on, where this model was evaluated on them too */
  old_test_sets: z
    .array(
      z.looseObject({
        name: z.string(),
        metrics: z.record(z.string(), z.number()),
        trained_on: z.number().int().nonnegative().optional(),
        flips: flipsSchema.optional(),
      }),
    )
    .optional(),
})
export type Baseline = z.infer<typeof baselineSchema>

export const gateVerdicts = [
  'pass',
  'waived',
  'no-baseline',
  'inconclusive',
  'not-comparable',
  'fail',
] as const

export const evaluateGateRecordSchema = z.looseObject({
  ...commonShape,
  stage: z.literal('evaluate-gate'),
  verdict: z.enum([...gateVerdicts, ...commonVerdicts]),
  model_digest: digestSchema.optional(),
  evaluations: z.array(evaluationSchema).optional(),
  old_test_sets: z.array(oldTestSetSchema).optional(),
  /** of the first evaluation */
  metrics: z.record(z.string(), z.number()).optional(),
  /** of the first evaluation, values of the models of each seed by metric, where the gate tests seeds */
  seeds: z.record(z.string(), z.array(z.number())).optional(),
  comparisons: z.array(comparisonSchema).optional(),
  /** what each baseline reached, metrics without a rule too */
  baselines: z.array(baselineSchema).optional(),
  /** of every metric whose direction is known */
  directions: z.record(z.string(), z.enum(directions)).optional(),
  policy: z
    .looseObject({
      digest: digestSchema,
      sha: z.string().optional(),
      /** modelassay.yml, relative to the repository */
      file: z.string().optional(),
      /** the rules come from where the judged change could not edit them */
      protected: z.boolean(),
      /** why it is not, or what the change wanted to edit */
      notes: z.array(z.string()).optional(),
      /** keys of the rules that the change edits: they judge once it is merged */
      pending: z
        .array(
          z.looseObject({ key: z.string(), now: z.string().optional(), proposed: z.string().optional() }),
        )
        .optional(),
    })
    .optional(),
  waivers: z.array(waiverSchema).optional(),
  /** Markdown that the user's own code wrote: shown, never believed */
  words: wordsSchema.optional(),
  /** it was judged a second time, by a job that ran nothing of it */
  judged_again: z
    .looseObject({
      /** the run was of a fork: its predictions are a stranger's word */
      fork: z.boolean(),
      /** what is nobody's word but the run's, a phrase each */
      taken: z.array(z.string()),
    })
    .optional(),
  /** when the pull request is told in a comment; absent: always */
  comment: z.enum(commentModes).optional(),
  /** index into comparisons of those that made the verdict */
  decided_by: z.array(z.number().int()).optional(),
})
export type EvaluateGateRecord = z.infer<typeof evaluateGateRecordSchema>
