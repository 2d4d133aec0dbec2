import { basename } from 'node:path'
import { configurationError } from '../errors.ts'
import { explain, type Given } from './explain.ts'
import { keyPathText } from './key-path-text.ts'
import { knownKeysOf } from './known-keys.ts'
import { type Config, configSchema } from './schema.ts'
import { lostKey, type Tree } from './tree.ts'
import { unknownTables } from './unknown-tables.ts'
import type { KeyPath, YamlDocument } from './yaml-document.ts'

const schema = { published: 'schema/modelassay.json', knownKeys: knownKeysOf(configSchema) }

/**
 * A configuration that has been read, checked as a whole.
 * @param givens what of it was given beside the file
 * @throws AssayError configuration: `unknown-key`, `missing-key`, `wrong-value`
 */
export function checkConfig(tree: Tree, document: YamlDocument, givens: readonly Given[]): Config {
  const lost = lostKey(tree)
  if (lost)
    throw configurationError('unknown-key', `unknown key ${keyPathText(lost)}`, {
      hint: 'Choose another name.',
      ...document.place(lost),
    })
  const parsed = configSchema.safeParse(tree)
  const tablesGiven = givens.some(({ at }) => at.join('.') === 'data.tables')
  const unknown = parsed.success && !tablesGiven ? unknownTables(parsed.data, tree) : undefined
  if (parsed.success && unknown === undefined) return parsed.data
  const given = (path: KeyPath) => givens.find(({ at }) => at.every((key, i) => key === path[i]))
  throw explain(unknown ?? parsed.error!, { value: tree, place: document.place, given }, schema)
}

/** A model that nobody named has the name of its folder. */
export const withName = (tree: Tree, root: string): Tree =>
  tree.name === undefined ? { ...tree, name: nameOf(root) } : tree

const nameOf = (root: string) =>
  basename(root)
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 64) || 'model'
