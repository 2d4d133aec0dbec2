import * as z from 'zod'

/** Names of fields; one alone is short for a list. */
export const keySchema = z.union([z.string().transform((name) => [name]), z.array(z.string()).min(1)])
