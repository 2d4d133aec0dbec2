import * as z from 'zod'

/** What is kept of a user's own Markdown. */
export const mostWords = 30_000

export const wordsSchema = z.looseObject({
  /** as the configuration names it */
  file: z.string(),
  text: z.string(),
  /** it was longer than what is kept */
  cut: z.literal(true).optional(),
  /** images that it names and that were there: where in the text, and the evidence that holds each */
  images: z
    .array(z.looseObject({ source: z.string(), evidence: z.string(), bytes: z.number().int().nonnegative() }))
    .optional(),
})
export type Words = z.infer<typeof wordsSchema>
