import * as z from 'zod'
import { baselineSchema } from './baseline.ts'
import { comparisonSchema } from './comparison.ts'
import { digestSchema } from './digest.ts'
import { evaluationSchema } from './evaluation.ts'
import { commonShape, commonVerdicts } from './every-record.ts'
import { commentModes, directions } from './gate-terms.ts'
import { oldTestSetSchema } from './old-test-set.ts'
import { waiverSchema } from './waiver.ts'
import { wordsSchema } from './words.ts'

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
