import { isTree } from '../../config/tree.ts'
import { type KeyPath, parseYaml, type YamlDocument } from '../../config/yaml-document.ts'
import { dataPackageForm, isDataPackage } from './data-package.ts'
import { isOpenDataContract, openDataContractForm } from './open-data-contract.ts'

/** What is known of a contract besides its text. */
export interface ContractContext {
  /** the table that it is to hold for, which chooses where one file describes several */
  readonly table?: AskedTable
  /** texts of the files that it refers to, by path as it names them */
  readonly files?: Readonly<Record<string, string>>
}

export interface AskedTable {
  /** as the configuration calls it */
  readonly name: string
  /** relative to what the contract's own path is relative to */
  readonly path: string
  /** what the contract calls it, where the configuration says so */
  readonly resource?: string
}

/** A contract of whatever format, written as one of the suite's own. */
export interface OwnForm {
  /** to be held to the contract's schema */
  readonly value: unknown
  /** the file that its places are in */
  readonly document: YamlDocument
  readonly file: string
  /** where the user wrote what stands at a path of `value`; where that is in no file, the nearest that is */
  written(path: KeyPath): KeyPath
  /** path of `value` for one of the document */
  own(path: KeyPath): KeyPath
}

const same = (path: KeyPath) => path

/**
 * Tells the format by the file's name, else by its content, and writes the contract in the suite's own form.
 * @throws AssayError configuration, with its place: `yaml-unreadable`, `contract-unsupported`, `unknown-key`, `wrong-value`, `no-resource`, `reference-missing`
 */
export function ownForm(text: string, file: string, context: ContractContext): OwnForm {
  const document = parseYaml(text, file)
  const { value } = document
  if (isTree(value) && isOpenDataContract(file, value))
    return { file, document, ...openDataContractForm(value, { file, document, context }) }
  if (isTree(value) && isDataPackage(file, value)) return dataPackageForm(value, { file, document, context })
  return { value, document, file, written: same, own: same }
}
