import * as z from 'zod'

const pointSchema = z.looseObject({ step: z.number(), value: z.number() })

/** A metric against the step at which a training logged it. */
export const curveSchema = z.looseObject({
  /** how many values were logged */
  values: z.number().int(),
  last: pointSchema,
  /** absent where nobody knows which way the metric is better */
  best: pointSchema.optional(),
  /** step and value, thinned out */
  points: z.array(z.tuple([z.number(), z.number()])),
})
