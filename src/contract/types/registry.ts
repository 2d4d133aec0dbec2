import { boolean } from './boolean.ts'
import { date, datetime } from './dates.ts'
import { integer, number } from './numbers.ts'
import { any, string } from './text.ts'
import type { CellType, FieldOptions, TypeDefinition } from './type.ts'

/** Every type that a field may have: the one list of them. */
const definitions = { any, boolean, date, datetime, integer, number, string } as const
export type FieldType = keyof typeof definitions

export const types: Readonly<Record<FieldType, TypeDefinition>> = definitions
export const fieldTypes = Object.keys(definitions) as [FieldType, ...FieldType[]]

/** The type of a field, with its options. */
export const typeOf = ({ type, ...options }: FieldOptions & { readonly type: FieldType }): CellType =>
  types[type].of(options)
