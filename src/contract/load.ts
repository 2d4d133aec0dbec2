import { explain } from '../config/explain.ts'
import { keyPathText } from '../config/key-path-text.ts'
import { knownKeysOf } from '../config/known-keys.ts'
import { isTree, lostKey } from '../config/tree.ts'
import type { KeyPath } from '../config/yaml-document.ts'
import { configurationError, type Place } from '../errors.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import { type Digest, sha256 } from '../record/digest.ts'
import type { ContractContext } from './formats/context.ts'
import { type OwnForm, ownForm } from './formats/own-form.ts'
import { type Contract, contractSchema } from './schema/contract.ts'

/** A contract with the places of its keys. */
export interface LoadedContract {
  readonly contract: Contract
  /** what messages call the file that the places are in */
  readonly file: string
  /** sha256 of the text as it stands, and of the files that it refers to */
  readonly digest: Digest
  /** where the key at a path is written, or its nearest parent */
  place(path: KeyPath): Place
}

const knownKeys = knownKeysOf(contractSchema)

/**
 * Reads a contract: of the suite's own form, a Data Package or an Open Data Contract.
 * @param file what messages and places call it; its name tells the format
 * @throws AssayError configuration, with its place: `yaml-unreadable`, `unknown-key`, `missing-key`, `wrong-value`, and
 *   as {@link ownForm}
 */
export function loadContract(text: string, file: string, context: ContractContext = {}): LoadedContract {
  const form = ownForm(text, file, context)
  const lost = isTree(form.value) ? lostKey(form.value) : undefined
  if (lost !== undefined) {
    const { document, path } = form.written(lost)
    throw configurationError('unknown-key', `unknown key ${keyPathText(lost)}`, {
      hint: 'No key of a map can have this name: leave out what is asked of it, or rename the column.',
      ...document.place(path),
    })
  }
  const parsed = contractSchema.safeParse(form.value)
  if (!parsed.success) throw faultOf(parsed.error, form)
  return {
    contract: parsed.data,
    file: form.file,
    digest: digestOf(text, context),
    place(path) {
      const at = form.written(path)
      return at.document.place(at.path)
    },
  }
}

/** Says what is wrong in terms of the file that the user has; of several files, of the one with the first fault. */
function faultOf(error: Parameters<typeof explain>[0], { written, own }: OwnForm) {
  const { document } = written((error.issues[0]?.path ?? []) as KeyPath)
  const issues = error.issues.flatMap((issue) => {
    const at = written(issue.path as KeyPath)
    return at.document === document ? [{ ...issue, path: [...at.path] }] : []
  })
  return explain({ ...error, issues } as typeof error, document, {
    published: 'schema/contract.json',
    knownKeys: (path) => knownKeys(own(path)),
  })
}

function digestOf(text: string, { files = {} }: ContractContext): Digest {
  if (Object.keys(files).length === 0) return sha256(text)
  const digests = Object.entries(files).map(([path, content]) => [path, sha256(content)])
  return sha256(canonicalJson({ contract: sha256(text), files: Object.fromEntries(digests) }))
}
