import { isTree, type Tree } from '../../config/tree.ts'
import type { KeyPath } from '../../config/yaml-document.ts'
import { type Placed, unsupported } from './faults.ts'

/** Keys that older dialects have, and whose one value says what is so anyhow. */
const implied: Readonly<Record<string, (value: unknown) => boolean>> = {
  csvddfVersion: () => true,
  caseSensitiveHeader: () => true,
  headerRows: (value) => JSON.stringify(value) === '[1]',
}

/**
 * How a resource is to be read, in the suite's own form. What is not read in that way is refused by the contract's schema.
 * @throws AssayError configuration `contract-unsupported`
 */
export function readingKeys({ dialect, encoding }: Tree, at: KeyPath, placed: Placed): Tree {
  return { ...dialectKey(dialect, [...at, 'dialect'], placed), ...encodingKey(encoding) }
}

/** The specification's own default says nothing; names are written in any case. */
function encodingKey(encoding: unknown): Tree {
  if (typeof encoding !== 'string') return encoding === undefined ? {} : { encoding }
  const name = encoding.toLowerCase()
  return name === 'utf-8' || name === 'utf8' ? {} : { encoding: name }
}

function dialectKey(dialect: unknown, at: KeyPath, placed: Placed): Tree {
  if (dialect === undefined) return {}
  if (!isTree(dialect))
    throw unsupported(placed, at, 'a dialect in a file of its own is not read', 'Write its keys here.')
  const own = Object.entries(dialect).filter(
    ([key, value]) => !(Object.hasOwn(implied, key) && implied[key]!(value)),
  )
  return own.length === 0 ? {} : { dialect: Object.fromEntries(own) }
}
