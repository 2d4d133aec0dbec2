import type { Tree } from '../../config/tree.ts'
import type { KeyPath, YamlDocument } from '../../config/yaml-document.ts'

/** Where a rule stands, and what it is about. */
export interface Subject {
  readonly at: KeyPath
  readonly document: YamlDocument
  readonly table: readonly string[]
  /** the field that it is about, unless it is about the table */
  readonly field?: Tree
  /** fields by the name of their property */
  readonly names: ReadonlyMap<string, string>
}

/** One rule as what it comes to. */
export type Outcome =
  | { readonly constraint: string; readonly value: unknown }
  | { readonly rows: Tree }
  | { readonly aggregate: Tree }
  | { readonly uniqueKey: readonly string[] }
