import * as z from 'zod'

const weight = z.number().nonnegative()
const share = z.number().min(0).max(1)
const points = z.array(z.tuple([share, share])).max(200)

/** What one model's predictions of one test set look like, thinned to what a drawing shows. Names are hostile. */
export const curvesSchema = z.looseObject({
  rows: z.number().int().nonnegative(),
  /** each class against the rest; of a binary task the positive one alone */
  classes: z
    .array(
      z.looseObject({
        name: z.string(),
        /** rows of the class, weighted */
        rows: weight,
        /** false positive rate and true positive rate */
        roc: points,
        /** recall and precision */
        precision_recall: points,
      }),
    )
    .max(12)
    .optional(),
  /** rows by how probable their prediction was said to be: the mean of that, and the share that was right */
  calibration: z
    .array(z.looseObject({ said: share, right: share, rows: weight }))
    .max(50)
    .optional(),
  /** rows by label (the outer list) and by what was predicted */
  confusion: z
    .looseObject({ classes: z.array(z.string()).max(20), counts: z.array(z.array(weight).max(20)).max(20) })
    .optional(),
  /** label minus prediction */
  residuals: z
    .looseObject({
      /** bins of one width */
      edges: z.array(z.number()).min(2).max(101),
      counts: z.array(weight).max(100),
      below: weight,
      above: weight,
      /** rows in order of their prediction, in parts of equally many: its mean, and quantiles of their residuals */
      parts: z
        .array(
          z.looseObject({ predicted: z.number(), low: z.number(), median: z.number(), high: z.number() }),
        )
        .max(50),
    })
    .optional(),
})
export type Curves = z.infer<typeof curvesSchema>

/** Evidence file of a gate: the curves of the model and of its baselines, by evaluation. */
export const curvesFile = 'curves.json'

export const curvesDocumentSchema = z.looseObject({
  schema: z.literal('modelassay/curves/v1'),
  evaluations: z.array(
    z.looseObject({
      name: z.string(),
      candidate: curvesSchema,
      baselines: z.array(z.looseObject({ name: z.string(), curves: curvesSchema })),
    }),
  ),
})
export type CurvesDocument = z.infer<typeof curvesDocumentSchema>
