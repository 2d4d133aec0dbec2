import * as z from 'zod'
import { groupingSchema } from './fairness.ts'
import { tasks } from './gate-terms.ts'
import { naiveSchema } from './naive.ts'
import { identitySchema } from './refs.ts'

const intervalSchema = z.looseObject({ low: z.number(), high: z.number(), method: z.string() })

/** A model's predictions of one test set, measured. */
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
