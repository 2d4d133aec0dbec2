import * as z from 'zod'

/** What a model that does not look at its inputs reaches in a metric, or why that cannot be said. */
export const naiveSchema = z.union([
  z.looseObject({
    value: z.number(),
    /** what such a model does: `always says "no"` */
    does: z.string(),
    /** this model minus the naive one, in the metric's unit and sign, and two one-sided 95% bounds of it */
    change: z.number().optional(),
    interval: z.tuple([z.number(), z.number()]).optional(),
    /** of `change`, in the metric's unit */
    standard_error: z.number().optional(),
    /** that this model is no better */
    p_value: z.number().optional(),
    method: z.string().optional(),
  }),
  z.looseObject({ reason: z.string() }),
])
export type RecordedNaive = z.infer<typeof naiveSchema>
