import type { Json } from '../../record/canonical-json.ts'

/** A value as JSON has it: YAML knows numbers that JSON does not. */
export const plain = (value: unknown): Json | undefined =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value) ?? 'null') as Json)
