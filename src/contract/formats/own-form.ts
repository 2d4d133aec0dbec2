import { isTree } from '../../config/tree.ts'
import { type KeyPath, parseYaml, type YamlDocument } from '../../config/yaml-document.ts'
import type { ContractContext } from './context.ts'
import { dataPackageForm } from './data-package.ts'
import { isOpenDataContract, openDataContractForm } from './open-data-contract.ts'
import { isDataPackage } from './references.ts'

/** A contract of whatever format, written as one of the suite's own. */
export interface OwnForm {
  /** to be held to the contract's schema */
  readonly value: unknown
  /** the file that its fields are written in */
  readonly file: string
  /** where the user wrote what stands at a path of `value`; what is written nowhere is where the nearest is that is */
  written(path: KeyPath): Written
  /** path of `value` for one that is written */
  own(path: KeyPath): KeyPath
}

/** A place in one of the user's files. */
export interface Written {
  readonly document: YamlDocument
  readonly path: KeyPath
}

/**
 * Tells the format by the file's name, else by its content, and writes the contract in the suite's own form.
 * @throws AssayError configuration, with its place: `yaml-unreadable`, `contract-unsupported`, `unknown-key`, `wrong-value`, `no-resource`, `reference-missing`
 */
export function ownForm(text: string, file: string, context: ContractContext): OwnForm {
  const document = parseYaml(text, file)
  const { value } = document
  if (isTree(value) && isOpenDataContract(file, value))
    return openDataContractForm(value, { file, document, context })
  if (isTree(value) && isDataPackage(file, value)) return dataPackageForm(value, { file, document, context })
  return { value, file, written: (path) => ({ document, path }), own: (path) => path }
}
