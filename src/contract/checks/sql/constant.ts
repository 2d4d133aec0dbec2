import { literal } from '../../../tables/quote.ts'
import type { CastType, Constant } from './tree.ts'

/** SQL of a literal, of the type that the parser gave it. */
export function constantSql({ value: constant }: Constant): string {
  if (constant.is_null) return 'NULL'
  const { type, value } = constant
  if (type.id === 'VARCHAR') return literal(String(value))
  if (typeof value === 'boolean') return String(value)
  if (type.id === 'INTEGER') return `(${String(value)})`
  const text =
    type.id === 'DOUBLE'
      ? String(value)
      : type.id === 'DECIMAL'
        ? decimalText(wholeOf(value), type.type_info.scale)
        : String(wholeOf(value))
  return `${literal(text)}::${typeSql(type)}`
}

/** SQL of a type that an expression may cast to. */
export const typeSql = (type: CastType): string =>
  type.id === 'DECIMAL' ? `DECIMAL(${type.type_info.width}, ${type.type_info.scale})` : type.id

/** A number that JSON kept, its digits, or its two halves of 64 bits. */
type Whole = number | string | { readonly upper: number | string; readonly lower: number | string }

const wholeOf = (value: Whole): bigint =>
  typeof value === 'object' ? (BigInt(value.upper) << 64n) + BigInt(value.lower) : BigInt(value)

/** 105 with a scale of 2 is 1.05. */
function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const cut = digits.length - scale
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, cut)}.${digits.slice(cut)}`
}
