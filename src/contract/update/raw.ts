import type { KeyPath } from '../../config/yaml-document.ts'
import type { Json } from '../../record/canonical-json.ts'

/** What a document has at a path. */
export const rawAt = (raw: Json, path: KeyPath): Json | undefined =>
  path.reduce<Json | undefined>(
    (node, key) =>
      node !== null && typeof node === 'object' && Object.hasOwn(node, key)
        ? (node as Readonly<Record<string | number, Json>>)[key]
        : undefined,
    raw,
  )
