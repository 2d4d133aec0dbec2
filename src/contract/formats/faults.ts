import { keyPathText } from '../../config/key-path-text.ts'
import { suggest } from '../../config/suggest.ts'
import { isTree, type Tree } from '../../config/tree.ts'
import type { KeyPath, YamlDocument } from '../../config/yaml-document.ts'
import { AssayError, configurationError, together } from '../../errors.ts'

export type Placed = Pick<YamlDocument, 'place'>

/** What a contract of another format asks for and nothing here can check: dropping it would pass data that breaks it. */
export const unsupported = (
  { place }: Placed,
  path: KeyPath,
  what: string,
  hint = 'Take it out, or write the contract in the suite’s own form (docs/contract.md).',
) => configurationError('contract-unsupported', `${keyPathText(path)}: ${what}`, { hint, ...place(path) })

export const wrongValue = ({ place }: Placed, path: KeyPath, what: string, hint: string) =>
  configurationError('wrong-value', `${keyPathText(path)}: ${what}`, { hint, ...place(path) })

/** Parts of a contract, whose mistakes are told at once: who mends one would meet the next otherwise. */
export interface Parts {
  /** @returns undefined where the part has a mistake, which is kept */
  read<T>(part: () => T): T | undefined
  /** @throws AssayError the mistakes, by their lines */
  end(): void
}

export function partsOf(): Parts {
  const mistakes: AssayError[] = []
  return {
    read(part) {
      try {
        return part()
      } catch (error) {
        if (!(error instanceof AssayError)) throw error
        mistakes.push(error)
        return undefined
      }
    },
    end() {
      const line = ({ place }: AssayError) => place.line ?? 0
      if (mistakes.length > 0) throw together(mistakes.toSorted((a, b) => line(a) - line(b)))
    },
  }
}

/** Keys of a map by what is done with them: those that are read, and those that ask nothing of the data. */
export interface Keys {
  readonly read: readonly string[]
  readonly ignored: readonly string[]
}

/** Namespaced (`dc:title`) and private keys (`_cache`, `x-owner`) are other programs' own. */
const foreign = /^(_|x-|[A-Za-z0-9-]+:)/

/**
 * Every key is one that is read, or one that is known to ask nothing of the data.
 * @throws AssayError configuration `unknown-key`
 */
export function demandKeys(tree: Tree, path: KeyPath, { read, ignored }: Keys, { place }: Placed): void {
  const known = [...read, ...ignored]
  const unknown = Object.keys(tree).filter((one) => !known.includes(one) && !foreign.test(one))
  if (unknown.length === 0) return
  throw together(
    unknown.map((key) => {
      const meant = suggest(key, known)
      return configurationError(
        'unknown-key',
        `unknown key ${keyPathText([...path, key])}: whether it asks something of the data cannot be told`,
        {
          hint: meant
            ? `Did you mean "${meant}"?`
            : 'Take it out, or begin it with _ where it is for another program.',
          ...place([...path, key]),
        },
      )
    }),
  )
}

/** @throws AssayError configuration `wrong-value` */
export function treesAt(value: unknown, path: KeyPath, placed: Placed): readonly Tree[] {
  if (value === undefined) return []
  const list = Array.isArray(value) ? value : [value]
  for (const [i, item] of list.entries())
    if (!Array.isArray(value) || !isTree(item))
      throw wrongValue(
        placed,
        Array.isArray(value) ? [...path, i] : path,
        Array.isArray(value) ? 'must be a map of keys' : 'must be a list',
        'Correct the value.',
      )
  return list as Tree[]
}
