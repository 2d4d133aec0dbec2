import { isTree } from '../../config/tree.ts'
import { parseYaml } from '../../config/yaml-document.ts'
import { isDataPackage, isLocal } from './data-package.ts'

/** Paths of the files that a contract refers to, as it names them; none where it cannot be read. */
export function referencesOf(text: string, file: string): string[] {
  const value = readable(text, file)
  if (!isTree(value) || !isDataPackage(file, value) || !Array.isArray(value.resources)) return []
  const schemas = value.resources.flatMap((resource: unknown) => (isTree(resource) ? [resource.schema] : []))
  return [...new Set(schemas.filter((schema) => typeof schema === 'string').filter(isLocal))]
}

/** What is wrong with it is said where it is loaded. */
function readable(text: string, file: string): unknown {
  try {
    return parseYaml(text, file).value
  } catch {
    return undefined
  }
}
