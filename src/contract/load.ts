import { explain } from '../config/explain.ts'
import { knownKeysOf } from '../config/known-keys.ts'
import { type KeyPath, parseYaml } from '../config/yaml-document.ts'
import type { Place } from '../errors.ts'
import { type Digest, sha256 } from '../record/digest.ts'
import { type Contract, contractSchema } from './schema/contract.ts'

/** A contract with the places of its keys. */
export interface LoadedContract {
  readonly contract: Contract
  /** what messages call the file */
  readonly file: string
  /** sha256 of the text as it stands */
  readonly digest: Digest
  /** where the key at a path is, or its nearest parent */
  place(path: KeyPath): Place
}

const schema = { published: 'schema/contract.json', knownKeys: knownKeysOf(contractSchema) }

/**
 * Reads a contract.
 * @param file what messages and places call it
 * @throws AssayError configuration, with its place: `yaml-unreadable`, `unknown-key`, `missing-key`, `wrong-value`
 */
export function loadContract(text: string, file: string): LoadedContract {
  const document = parseYaml(text, file)
  const parsed = contractSchema.safeParse(document.value)
  if (!parsed.success) throw explain(parsed.error, document, schema)
  return { contract: parsed.data, file, digest: sha256(text), place: document.place }
}
