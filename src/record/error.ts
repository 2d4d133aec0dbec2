import * as z from 'zod'

const errorText = {
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  file: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
}

export const errorSchema = z.looseObject({
  ...errorText,
  /** what else is wrong at the same time: further mistakes of the same document, say */
  others: z.array(z.looseObject(errorText)).readonly().optional(),
  /** how many more there are */
  others_left: z.number().int().positive().optional(),
})
export type ErrorOfRecord = z.infer<typeof errorSchema>
