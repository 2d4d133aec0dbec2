import type { Tree } from '../../config/tree.ts'
import { isTree } from '../../config/tree.ts'
import type { KeyPath } from '../../config/yaml-document.ts'
import { type Placed, unsupported } from './faults.ts'

/** What a dialect says of a file that is read anyhow: the defaults, and what is told by the file itself. */
const plain: Readonly<Record<string, (value: unknown) => boolean>> = {
  $schema: () => true,
  csvddfVersion: () => true,
  caseSensitiveHeader: () => true,
  header: (value) => value === true,
  headerRows: (value) => JSON.stringify(value) === '[1]',
  delimiter: (value) => value === ',' || value === '\t',
  lineTerminator: () => true,
  quoteChar: (value) => value === '"',
  doubleQuote: (value) => value === true,
  skipInitialSpace: (value) => value === false,
}

/**
 * How a resource is to be read, in the suite's own form.
 * @throws AssayError configuration `contract-unsupported`
 */
export function readingKeys({ dialect, encoding }: Tree, at: KeyPath, placed: Placed): Tree {
  if (encoding !== undefined && !/^utf-?8$/i.test(String(encoding)))
    throw unsupported(placed, [...at, 'encoding'], `files in ${JSON.stringify(encoding)} are not read`)
  if (dialect === undefined) return {}
  if (!isTree(dialect))
    throw unsupported(placed, [...at, 'dialect'], 'a dialect in a file of its own is not read')
  const other = Object.entries(dialect).find(([key, value]) => !plain[key]?.(value))
  if (other !== undefined)
    throw unsupported(placed, [...at, 'dialect', other[0]], 'files are not read in this way')
  return {}
}
