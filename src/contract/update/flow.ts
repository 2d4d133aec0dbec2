import type { Json } from '../../record/canonical-json.ts'
import { inQuotes, scalar } from '../infer/yaml-text.ts'

/** JSON is YAML with all its quotes. */
export type Style = 'yaml' | 'json'

/** A value on one line. */
export function flow(value: Json, style: Style): string {
  if (Array.isArray(value)) return `[${value.map((item) => flow(item, style)).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    const pairs = Object.entries(value).map(
      ([key, inner]) => `${flow(key, style)}: ${flow(inner ?? null, style)}`,
    )
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
  }
  if (typeof value === 'string') return style === 'json' ? inQuotes(value) : scalar(value)
  return String(value)
}
