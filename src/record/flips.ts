import * as z from 'zod'

const rowSchema = z.looseObject({
  /** of the row, where rows have any; hostile text */
  id: z.string().optional(),
  /** from 1 on, in the order of the predictions that were kept: by id where rows have any, not as in the file */
  row: z.number().int().positive(),
  label: z.string(),
  before: z.string(),
  now: z.string(),
})
export type FlippedRow = z.infer<typeof rowSchema>

/** Rows that exactly one of two models predicts right. */
export const flipsSchema = z.looseObject({
  rows: z.number().int().positive(),
  /** right before, wrong now */
  broken: z.number().int().nonnegative(),
  /** wrong before, right now */
  mended: z.number().int().nonnegative(),
  /** rows of one group, or one after the other, flip together: chance alone does not say how many do */
  dependent: z.literal(true).optional(),
  /** of the slices that are judged; those in which nothing flipped are left out */
  slices: z
    .array(
      z.looseObject({
        name: z.string(),
        rows: z.number().int().positive(),
        broken: z.number().int().nonnegative(),
        mended: z.number().int().nonnegative(),
      }),
    )
    .optional(),
  /** the first of them by id, as many as `gate.new_errors.listed` says */
  listed: z.looseObject({ broken: z.array(rowSchema), mended: z.array(rowSchema) }),
})
export type Flips = z.infer<typeof flipsSchema>
