import { type Expression, exactly, oneByte } from '../../tables/expression.ts'
import type { Field } from '../schema/field.ts'
import { typeOf } from '../types/registry.ts'
import { asksOnly } from './asks-only.ts'
import type { TypeProof } from './cell-proof.ts'
import { readExpression } from './regular-expression.ts'

const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const

/** From 1600: before it calendars differ. */
const century = '(1[6-9]|[2-9][0-9])'
const monthDays = [
  '(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])',
  '(0[469]|11)-(0[1-9]|[12][0-9]|30)',
  '02-(0[1-9]|1[0-9]|2[0-8])',
].join('|')
const leapYear = `(${century}(0[48]|[2468][048]|[13579][26])|(16|[2468][048]|[3579][26])00)`
const day = `(${century}[0-9][0-9]-(${monthDays})|${leapYear}-02-29)`
const instant = `${day}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z?`

/** Fields of type `date`: days such as 2024-01-31. */
export const daysProof = (field: Field): TypeProof | undefined => timesProof(field, day, '2024-01-31'.length)

/** Fields of type `datetime`: instants such as 2024-01-31T08:00:00, with Z or without. */
export const instantsProof = (field: Field): TypeProof | undefined =>
  timesProof(field, instant, '2024-01-31T08:00:00'.length)

/** @param size characters that are compared with bounds: texts of times are ordered as the times are */
function timesProof(field: Field, form: string, size: number): TypeProof | undefined {
  if (!asksOnly(field, ['required', ...bounds])) return undefined
  const are = [readExpression(form)!]
  for (const name of bounds) {
    const bound = field.constraints[name]
    if (bound === undefined) continue
    const time = typeOf(field).written(bound)?.order
    // Parts of a second are the engine's.
    if (typeof time !== 'number' || String(bound).includes('.')) return undefined
    const text = new Date(time).toISOString()
    if (!/^\d{4}-/.test(text)) return undefined
    are.push(compared(name, text.slice(0, size)))
  }
  return { are }
}

/** What comes behind a text, or before it, among those that are as long or longer; as little as its beginning tells. */
function compared(by: (typeof bounds)[number], text: string): Expression {
  const isFurther = by.endsWith('inimum')
    ? (byte: number, than: number) => byte > than
    : (byte: number, than: number) => byte < than
  const branches = [...Buffer.from(text)].map(
    (than, i): Expression => ({
      kind: 'all',
      parts: [exactly(text.slice(0, i)), oneByte((byte) => isFurther(byte, than)), anything],
    }),
  )
  const same: Expression = { kind: 'all', parts: [exactly(text), anything] }
  return { kind: 'any', branches: by.startsWith('exclusive') ? branches : [...branches, same] }
}

const anything: Expression = {
  kind: 'times',
  part: oneByte(() => true),
  least: 0,
  most: Number.POSITIVE_INFINITY,
}
