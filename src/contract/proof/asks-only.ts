import type { Field } from '../schema/field.ts'
import type { ConstraintName } from '../types/type.ts'

/** Whether a field has no other constraints than these, and its cells are written as its type has them by default. */
export function asksOnly(field: Field, names: readonly ConstraintName[]): boolean {
  const { constraints, format = 'default' } = field
  const asked = Object.entries(constraints).filter(([, value]) => value !== undefined && value !== false)
  return format === 'default' && asked.every(([name]) => (names as readonly string[]).includes(name))
}
