import * as z from 'zod'
import { severities } from '../weight.ts'

export const severitySchema = z
  .enum(severities)
  .optional()
  .describe('What breaking it counts as: an error, or a warning. Default: `error`.')

/** What a value may be, both ends included; never neither of them. */
export interface Bounds {
  readonly min?: number | undefined
  readonly max?: number | undefined
}

/** What a value can be at all. */
interface Span {
  readonly least: number
  readonly most: number
}

const numbers: Span = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY }
const shares: Span = { least: 0, most: 1 }
const counts: Span = { least: 0, most: Number.POSITIVE_INFINITY }

/** Bounds of a number of any size. */
export const boundsOf = (what: string) => bounds(what, z.number(), numbers)
/** Bounds of a share, 0 to 1. */
export const shareBoundsOf = (what: string) => bounds(what, z.number().min(0).max(1), shares)
/** Bounds of a count. */
export const countBoundsOf = (what: string) => bounds(what, z.number().int().nonnegative(), counts)

function bounds(what: string, bound: z.ZodNumber, span: Span) {
  return z
    .strictObject({
      min: bound.optional().describe(`Least ${what}, itself allowed.`),
      max: bound.optional().describe(`Largest ${what}, itself allowed.`),
      severity: severitySchema,
    })
    .superRefine((given, context) => refuseIdle(given, span, context))
}

/** A check that every table passes is a mistake in the contract. */
export function refuseIdle(given: Bounds, { least, most }: Span, context: z.RefinementCtx): void {
  const { min, max } = given
  const wrong = (path: readonly string[], message: string) =>
    context.addIssue({ code: 'custom', path: [...path], message })
  if (min === undefined && max === undefined) wrong([], 'can never fail: give min, max or both')
  else if ((min ?? least) <= least && (max ?? most) >= most)
    wrong([], `can never fail: every value is ${said(min, max)}`)
  else if (min !== undefined && max !== undefined && min > max) wrong(['min'], 'is larger than max')
}

const said = (min: number | undefined, max: number | undefined) =>
  [min === undefined ? [] : `at least ${min}`, max === undefined ? [] : `at most ${max}`].flat().join(' and ')

/** The bound that a value breaks, which NaN does with every one. */
export function broken(value: number, { min, max }: Bounds): Broken | undefined {
  if (min !== undefined && !(value >= min)) return { bound: 'min', limit: min }
  if (max !== undefined && !(value <= max)) return { bound: 'max', limit: max }
  return undefined
}

export interface Broken {
  readonly bound: 'min' | 'max'
  readonly limit: number
}

/** `43.92; the contract asks for at least 45`, with as many digits as tell the two apart. */
export const againstBound = (value: number, { bound, limit }: Broken) =>
  `${apart(value, limit)}; the contract asks for at ${bound === 'min' ? 'least' : 'most'} ${limit}`

function apart(value: number, limit: number): string {
  if (Number.isInteger(value)) return String(value)
  for (let digits = 6; digits <= 15; digits++) {
    const rounded = Number(value.toPrecision(digits))
    if (rounded !== limit && rounded > limit === value > limit) return String(rounded)
  }
  return String(value)
}
