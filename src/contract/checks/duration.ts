import * as z from 'zod'

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }
const months: Readonly<Record<string, number>> = { mo: 1, y: 12 }

const written = /^(\d{1,6})(s|mo|m|h|d|w|y)$/

/** Such as `7d`. */
export const durationSchema = z
  .string()
  .regex(written, 'a whole number with its unit: s, m (minutes), h, d, w, mo (months) or y, such as 7d')
  .refine((text) => isSpannable(durationOf(text)), 'must be at most a thousand years')

/** A length of time: of one fixed size, or so many months of the calendar. */
export type Duration = { readonly seconds: number } | { readonly months: number }

/** @param text as {@link durationSchema} has it */
export function durationOf(text: string): Duration {
  const [, count, unit = ''] = written.exec(text) ?? []
  const long = months[unit]
  return long === undefined
    ? { seconds: Number(count) * (seconds[unit] ?? Number.NaN) }
    : { months: Number(count) * long }
}

/** Whether it can be taken from the times that the engine knows. */
const isSpannable = (duration: Duration) =>
  'months' in duration ? duration.months <= 12_000 : !(duration.seconds > 1000 * 366 * 86_400)

/** SQL of it, to be added to a time or taken from one. */
export const intervalSql = (duration: Duration) =>
  'months' in duration ? `to_months(${duration.months})` : `to_seconds(${duration.seconds})`

export const isNone = (duration: Duration) =>
  'months' in duration ? duration.months === 0 : duration.seconds === 0
