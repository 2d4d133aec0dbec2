import { isNumericType } from '../tables/cells.ts'
import type { TableColumn } from '../tables/table.ts'

/** What cells are compared as; `text` is what every cell can be compared as. */
export type CellKind = 'number' | 'time' | 'boolean' | 'text'

const kindsByType: Readonly<Record<string, CellKind>> = {
  integer: 'number',
  number: 'number',
  year: 'number',
  date: 'time',
  datetime: 'time',
  boolean: 'boolean',
}

/** Of a field of a contract; undefined where its type leaves it open. */
export const declaredKind = (type: string | undefined): CellKind | undefined =>
  type === undefined || type === 'any' ? undefined : (kindsByType[type] ?? 'text')

/** Of a column that is stored with a type; undefined where it is a text, which may be anything. */
export function storedKind({ type }: TableColumn): CellKind | undefined {
  if (type === 'VARCHAR') return undefined
  if (isNumericType(type)) return 'number'
  if (/^DATE$|^TIMESTAMP/.test(type)) return 'time'
  return type === 'BOOLEAN' ? 'boolean' : 'text'
}

/** How many of the cells of a column that are not missing look like what. */
export interface Looks {
  readonly present: number
  readonly numbers: number
  /** numbers that are written as they are compared */
  readonly plain: number
  /** numbers with a leading zero, which are codes */
  readonly padded: number
  readonly times: number
  /** times that are days */
  readonly days: number
}

/** Numbers or times where every cell is one; codes such as 007 are texts. */
export function kindByLooks(all: readonly Looks[]): CellKind {
  const sum = (of: keyof Looks) => all.reduce((total, looks) => total + looks[of], 0)
  const present = sum('present')
  if (present === 0) return 'text'
  if (sum('numbers') === present) return sum('padded') === 0 ? 'number' : 'text'
  return sum('times') === present ? 'time' : 'text'
}
