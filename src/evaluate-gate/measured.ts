import * as z from 'zod'
import { builtOnSchema } from '../record/built-on.ts'
import { curvesSchema } from '../record/curves.ts'
import { digestSchema } from '../record/digest.ts'
import { evaluationSchema } from '../record/evaluation.ts'
import { flipsSchema } from '../record/flips.ts'
import { needed } from '../record/gate-terms.ts'

/** One model on one test set, as the work measured it. */
const measuredEvaluation = evaluationSchema

/** Candidate minus baseline, in the metric's unit. */
const differenceSchema = z.object({
  method: z.string(),
  change: z.number(),
  interval: z.tuple([z.number(), z.number()]).readonly(),
  standardError: z.number().positive(),
  pLower: z.number().min(0).max(1),
  pHigher: z.number().min(0).max(1),
})

/** Means over the seeds of two trainings. */
const seedComparison = z.object({
  candidate: z.number(),
  baseline: z.number(),
  seeds: z.tuple([z.number().int(), z.number().int()]),
  /** absent where neither side varies */
  difference: differenceSchema.optional(),
})

/** The candidate without the test rows that either side was trained on, where there are any. */
const candidateOfPart = z.object({
  rows: z.number().int().nonnegative(),
  metrics: z.record(z.string(), z.number()),
  undefined: z.array(z.object({ metric: z.string(), reason: z.string() })),
})

const comparedSlice = z.object({
  candidate: candidateOfPart.optional(),
  name: z.string(),
  metrics: z.record(z.string(), z.number()),
  undefined: z.array(z.object({ metric: z.string(), reason: z.string() })),
  differences: z.record(z.string(), differenceSchema),
})

const compared = z.object({
  candidate: candidateOfPart.optional(),
  trainedOn: z.number().int().nonnegative().optional(),
  name: z.string(),
  comparable: z.literal(true),
  rows: z.number().int().nonnegative(),
  metrics: z.record(z.string(), z.number()),
  undefined: z.array(z.object({ metric: z.string(), reason: z.string() })),
  /** tests of the metrics' differences, by metric; those of rows that cannot be paired are absent */
  differences: z.record(z.string(), differenceSchema).optional(),
  slices: z.array(comparedSlice).optional(),
  /** by metric, where both sides have predictions of several seeds */
  seeds: z.record(z.string(), seedComparison).optional(),
  /** rows that exactly one of the two models has right; absent where that cannot be told */
  flips: flipsSchema.optional(),
  /** what its predictions look like; kept in a file of the evidence instead of here */
  curves: curvesSchema.optional(),
  /** both sides are of the same test set beyond doubt */
  sameTestSet: z.boolean(),
  /** every row was predicted the same, to the last digit */
  samePredictions: z.boolean().optional(),
  /** its own code was to evaluate it again */
  again: z.literal(true).optional(),
})

const incomparable = z.object({
  name: z.string(),
  comparable: z.literal(false),
  reason: z.string(),
  /** what would make it so */
  needs: z.enum(needed).optional(),
  /** metrics that it has nevertheless */
  had: z.array(z.string()),
  again: z.literal(true).optional(),
})

const side = z.discriminatedUnion('comparable', [compared, incomparable])

/** A baseline on the candidate's test sets. */
const measuredBaseline = z.object({
  name: z.string(),
  description: z.string(),
  run: z.string().optional(),
  artifact: z.string().optional(),
  sha: z.string().optional(),
  url: z.string().optional(),
  behind: z.number().int().optional(),
  model_digest: digestSchema.optional(),
  /** metrics that it is the baseline of; absent: all */
  only: z.array(z.string()).optional(),
  evaluations: z.array(side),
  /** on the test sets that it was judged on itself and that are others by now, named like them */
  old: z.array(side).optional(),
})

/** The candidate on the test set of before, or why it is not known how it does there, as a clause. */
const oldTestSet = z.object({
  name: z.string(),
  /** evaluation whose test set it was */
  of: z.string(),
  digest: digestSchema,
  /** that were judged on it */
  baselines: z.array(z.string()),
  candidate: measuredEvaluation.optional(),
  why: z.string().optional(),
})

/** What the work found: numbers, no verdict. */
export const measuredSchema = z.object({
  evaluations: z.array(measuredEvaluation),
  baselines: z.array(measuredBaseline),
  old: z.array(oldTestSet).optional(),
  /** of the candidate's seeds: values by metric, or why there are none */
  seeds: z.union([z.record(z.string(), z.array(z.number())), z.string()]).optional(),
  /** files that were read */
  files: z.array(builtOnSchema),
})

export type SeedComparison = z.infer<typeof seedComparison>
export type Measured = z.infer<typeof measuredSchema>
export type MeasuredBaseline = z.infer<typeof measuredBaseline>
export type OldTestSet = z.infer<typeof oldTestSet>
export type ComparedEvaluation = z.infer<typeof compared>
export type IncomparableEvaluation = z.infer<typeof incomparable>
