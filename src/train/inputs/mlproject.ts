import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import * as z from 'zod'
import { yamlValue } from '../../yaml/read-yaml.ts'

/** Files by which `mlflow run` decides what it runs, absolute. */
export interface ProjectFiles {
  /** each MLproject, with its entry points */
  readonly projects: readonly string[]
  /** the environments that they name */
  readonly environments: readonly string[]
}

const projectSchema = z.looseObject({
  conda_env: z.string().optional().catch(undefined),
  python_env: z.string().optional().catch(undefined),
})

const largest = 2 ** 20
/** Words of a command that are looked at. */
const mostWords = 1000

/**
 * The MLflow projects in the folders that a command of `mlflow run` names, with their environments. What cannot be read
 * names nothing: `mlflow run` itself says why.
 * @param workspace nothing outside of it is looked at
 */
export async function projectFiles(
  run: string,
  { root, workspace }: { readonly root: string; readonly workspace: string },
): Promise<ProjectFiles> {
  const found = { projects: new Set<string>(), environments: new Set<string>() }
  if (!/\bmlflow\b/.test(run) || !/\brun\b/.test(run)) return { projects: [], environments: [] }
  const isHere = async (file: string) =>
    `${file}${sep}`.startsWith(`${resolve(workspace)}${sep}`) &&
    (await stat(file).then(
      (found) => found.isFile(),
      () => false,
    ))
  const words = new Set(run.split(/[\s'"=;&|]+/).filter(Boolean))
  for (const word of [...words].slice(0, mostWords)) {
    const project = resolve(root, word, 'MLproject')
    if (!(await isHere(project))) continue
    found.projects.add(project)
    const { conda_env, python_env } = projectSchema.safeParse(await documentIn(project)).data ?? {}
    for (const named of [conda_env, python_env]) {
      const environment = named === undefined ? undefined : resolve(dirname(project), named)
      if (environment !== undefined && (await isHere(environment))) found.environments.add(environment)
    }
  }
  return { projects: [...found.projects], environments: [...found.environments] }
}

async function documentIn(file: string): Promise<unknown> {
  try {
    return yamlValue(await readFile(file, 'utf8'), { most: largest })
  } catch {
    return undefined
  }
}
