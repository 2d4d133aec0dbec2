import { join } from 'node:path'

/** Where things lie in `.modelassay/registry/`. */
export const versionsFolder = (registry: string, name: string) => join(registry, name, 'versions')

export const aliasesFolder = (registry: string, name: string) => join(registry, name, 'aliases')

export const documentFile = (folder: string) => join(folder, 'version.json')
export const modelFolder = (folder: string) => join(folder, 'model')
export const recordsFolder = (folder: string) => join(folder, 'records')
