import { boolean } from './boolean.ts'
import { date, datetime, time, yearmonth } from './dates.ts'
import { duration } from './duration.ts'
import { geopoint } from './geopoint.ts'
import { array, geojson, object } from './json.ts'
import { list } from './list.ts'
import { integer, number, year } from './numbers.ts'
import { any, string } from './text.ts'
import type { CellType, FieldOptions, Misuse, OptionName, TypeDefinition } from './type.ts'

/** Every type that a field may have: the one list of them. */
const definitions = {
  any,
  array,
  boolean,
  date,
  datetime,
  duration,
  geojson,
  geopoint,
  integer,
  list,
  number,
  object,
  string,
  time,
  year,
  yearmonth,
} as const
export type FieldType = keyof typeof definitions

export const types: Readonly<Record<FieldType, TypeDefinition>> = definitions
export const fieldTypes = Object.keys(definitions) as [FieldType, ...FieldType[]]

type Typed = FieldOptions & { readonly type: FieldType }

/** The type of a field, with its options, of which {@link misuseOf} finds no fault. */
export const typeOf = ({ type, ...options }: Typed): CellType => types[type].of(options)

/** What keeps the options of a field from meaning anything; undefined where nothing does. */
export function misuseOf({ type, ...options }: Typed): Misuse | undefined {
  const { formats = [], options: known = [], misuse } = types[type]
  for (const option of optionNames) {
    if (options[option] === undefined || known.includes(option)) continue
    const others = known.length === 0 ? 'which has none' : `which has: ${known.join(', ')}`
    return { option, message: `${option} means nothing for type ${type}, ${others}` }
  }
  const { format = 'default' } = options
  const isKnown =
    format === 'default' || formats.includes(format) || formats.some((one) => one.startsWith('<'))
  if (!isKnown) {
    const all = ['default', ...formats]
    const message =
      all.length === 1
        ? `must be default: type ${type} has no other format`
        : `must be one of ${all.join(', ')}`
    return { option: 'format', message }
  }
  return misuse?.(options)
}

const optionNames: readonly OptionName[] = [
  'decimalChar',
  'groupChar',
  'bareNumber',
  'trueValues',
  'falseValues',
  'delimiter',
  'itemType',
]
