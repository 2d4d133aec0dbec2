import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ActionsMetadataProvider } from '@actions/languageservice'
import { parse } from 'yaml'
import { root } from './files.ts'
import { otherActions } from './other-actions.ts'

/** What the actions that workflows name take: this repository's from their own files, and no others than are listed. */
export const knownActions: ActionsMetadataProvider = {
  async fetchActionMetadata({ owner, name, path }) {
    const other = otherActions[`${owner}/${name}`]
    if (other) {
      const described = (required: boolean, inputs: readonly string[] = []) =>
        inputs.map((input) => [input, { description: '', required }])
      const inputs = [...described(true, other.required), ...described(false, other.optional)]
      return { name, description: '', inputs: Object.fromEntries(inputs) }
    }
    const file = join(root, path ?? '', 'action.yml')
    return `${owner}/${name}` === 'modelassay/modelassay' && existsSync(file)
      ? parse(readFileSync(file, 'utf8'))
      : undefined
  },
}
