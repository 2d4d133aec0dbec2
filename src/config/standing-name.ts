import { resolve } from 'node:path'
import { isMap, isScalar } from 'yaml'
import { yamlDocument } from '../yaml/read-yaml.ts'
import { plainText } from './plain-text.ts'
import { refuseLinkOut } from './refuse-link-out.ts'
import { modelName } from './schema/terms.ts'
import type { Sources } from './sources.ts'
import { mostCharacters } from './yaml-document.ts'

/** The model's name as its file says it, for what is told of a file that is wrong otherwise; undefined where it says none. */
export async function standingName({
  workspace,
  file,
}: Pick<Sources, 'workspace' | 'file'>): Promise<string | undefined> {
  const path = resolve(workspace, file)
  try {
    await refuseLinkOut(path, file, workspace)
    return nameIn(await plainText(path))
  } catch {
    return undefined
  }
}

/** Mistakes elsewhere in it are no matter; two names are none. */
function nameIn(text: string): string | undefined {
  const { contents } = yamlDocument(text, { most: mostCharacters })
  if (!isMap(contents)) return undefined
  const [only, second] = contents.items.filter(({ key }) => isScalar(key) && key.value === 'name')
  const value = isScalar(only?.value) ? only.value.value : undefined
  return second === undefined ? modelName.safeParse(value).data : undefined
}
