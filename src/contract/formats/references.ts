import { posix } from 'node:path'
import { isTree, type Tree } from '../../config/tree.ts'
import { parseYaml } from '../../config/yaml-document.ts'

/** Paths of the files that a contract refers to, as it names them; none where it cannot be read. */
export function referencesOf(text: string, file: string): string[] {
  // Every validation asks, and reading a whole contract for it took a twentieth of the time of a small one.
  if (!text.includes('resources') && !text.includes('\\')) return []
  const value = readable(text, file)
  if (!isTree(value) || !isDataPackage(file, value) || !Array.isArray(value.resources)) return []
  const schemas = value.resources.flatMap((resource: unknown) => (isTree(resource) ? [resource.schema] : []))
  return [...new Set(schemas.filter((schema) => typeof schema === 'string').filter(isLocal))]
}

/** Path of the configuration for a file that a contract refers to. */
export const besides = (contract: string, reference: string) => posix.join(posix.dirname(contract), reference)

/** A Data Package of either version: a list of resources. */
export const isDataPackage = (file: string, value: Tree): boolean =>
  /(^|[/.])datapackage\.(json|ya?ml)$/i.test(file) || (Array.isArray(value.resources) && !('fields' in value))

/** In the folder of the package, or below it. */
export const isLocal = (path: string) =>
  path !== '' &&
  !/^[a-z][a-z0-9+.-]*:/i.test(path) &&
  !path.startsWith('/') &&
  !path.includes('\\') &&
  !path.split('/').includes('..')

/** What is wrong with it is said where it is loaded. */
function readable(text: string, file: string): unknown {
  try {
    return parseYaml(text, file).value
  } catch {
    return undefined
  }
}
