import * as z from 'zod'
import { curveSchema } from './curve.ts'
import { digestSchema } from './digest.ts'
import { commonShape, commonVerdicts } from './every-record.ts'
import { modelRefSchema, tableRefSchema } from './refs.ts'
import { changeSchema } from './training-change.ts'

/** The contract of one training table, kept as evidence. */
export const signatureSchema = z.looseObject({
  table: z.string(),
  /** the contract's path in the configuration */
  contract: z.string(),
  /** file of the evidence that holds the contract, in the suite's own form */
  evidence: z.string(),
  digest: digestSchema,
  /** columns that the model predicts */
  labels: z.array(z.string()),
  /** columns that identify rows, beside those that the contract tells itself */
  ids: z.array(z.string()),
})
export type Signature = z.infer<typeof signatureSchema>

export const trainRecordSchema = z.looseObject({
  ...commonShape,
  stage: z.literal('train'),
  /** `part`: what one job trained of several seeds; it never passes, since it is no training */
  verdict: z.enum(['trained', 'reused', 'part', 'failed', ...commonVerdicts]),
  /** digest over what decides the result: command, inputs, data, parameters, lockfiles, interpreter, platform, seeds */
  fingerprint: digestSchema.optional(),
  /** the part of it that the repository and its data decide, the same on every machine */
  sources_digest: digestSchema.optional(),
  /** why it was trained: what changed since an earlier training, where that is known */
  changed: z.looseObject({ since: z.string(), changes: z.array(changeSchema) }).optional(),
  reused_from: z.string().optional(),
  /** what came of doing an earlier training again, where that was asked for */
  reproduction: z
    .looseObject({
      /** for people: which training */
      of: z.string(),
      outcome: z.enum(['bit-identical', 'same-metrics', 'within-seed-noise', 'different', 'failed']),
      /** file of the model, and tensor and element where the format tells them */
      first_difference: z.string().optional(),
    })
    .optional(),
  /** `***` stands in `run` for secrets; `digest` is over what it was then */
  command: z
    .looseObject({
      run: z.string(),
      digest: digestSchema.optional(),
      shell: z.string(),
      exit_code: z.number().int().optional(),
    })
    .optional(),
  /** those of this record: of a part, the ones that its job trained */
  seeds: z.array(z.number().int()).optional(),
  /** of a record that is a part of a training */
  part: z
    .looseObject({
      /** all seeds of the training, the first one first */
      of: z.array(z.number().int()),
      /** the best among its own seeds, where the best one's model counts */
      best: z.looseObject({ seed: z.number().int(), metric: z.string(), value: z.number() }).optional(),
      /** the model that may come to count; none where another part has the seed that does */
      model: modelRefSchema.optional(),
    })
    .optional(),
  /** what an unfinished training of the same fingerprint left, and this one went on from; absent where it began anew */
  resumed: z
    .looseObject({
      run: z.looseObject({
        id: z.string(),
        attempt: z.number().int().positive(),
        sha: z.string().optional(),
      }),
      seeds: z.array(
        z.looseObject({
          seed: z.number().int(),
          digest: digestSchema,
          bytes: z.number().int().nonnegative(),
          files: z.number().int().positive(),
        }),
      ),
    })
    .optional(),
  /** whose model this is, where it was chosen among several, and by which reported value */
  shipped: z.looseObject({ seed: z.number().int(), metric: z.string(), value: z.number() }).optional(),
  /** how far reported metrics lie apart between seeds; `sd` with n - 1 */
  spread: z
    .record(
      z.string(),
      z.looseObject({
        mean: z.number(),
        sd: z.number(),
        min: z.number(),
        max: z.number(),
        seeds: z.number().int(),
      }),
    )
    .optional(),
  /** evidence with the predictions of each seed for the test set of an evaluation */
  seed_predictions: z
    .array(z.looseObject({ seed: z.number().int(), evaluation: z.string(), evidence: z.string() }))
    .optional(),
  /**
   * files that evaluations judge as they are, by their path in the configuration, and whether the command that made this
   * model wrote them; what it wrote is kept as evidence, unless it is too large
   */
  judged_files: z
    .array(
      z.looseObject({
        file: z.string(),
        written: z.boolean(),
        digest: digestSchema.optional(),
        evidence: z.string().optional(),
      }),
    )
    .optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  /** as the training command reported them: a namespace of their own, apart from the gate's */
  metrics: z.record(z.string(), z.number()).optional(),
  /** reported metrics that are no finite number */
  undefined_metrics: z.array(z.looseObject({ metric: z.string(), reason: z.string() })).optional(),
  /** what the training logged by step, by metric */
  curves: z.record(z.string(), curveSchema).optional(),
  model_digest: digestSchema.optional(),
  model: modelRefSchema.optional(),
  /** `rows` of the tables that were trained on, where they could be read */
  tables: z.array(tableRefSchema.extend({ rows: z.number().int().nonnegative().optional() })).optional(),
  /** what the stages of a DVC pipeline read and wrote, by their lock */
  dvc: z
    .array(
      z.looseObject({
        name: z.string(),
        deps: z.array(z.looseObject({ path: z.string(), md5: z.string().optional() })),
        outs: z.array(z.looseObject({ path: z.string(), md5: z.string().optional() })),
      }),
    )
    .optional(),
  /** evidence with the hashes of the rows that were trained on, without their labels */
  trained_rows: z
    .array(z.looseObject({ table: z.string(), evidence: z.string(), columns: z.array(z.string()) }))
    .optional(),
  /** what the model's training tables were promised to be, and so what it can be fed */
  signature: z.array(signatureSchema).optional(),
  /** interpreters, lockfiles, platform */
  environment: z.looseObject({}).optional(),
})
export type TrainRecord = z.infer<typeof trainRecordSchema>
