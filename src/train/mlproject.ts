import { readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'

/** Files by which `mlflow run` decides what it runs, absolute. */
export interface ProjectFiles {
  /** each MLproject, with its entry points */
  readonly projects: readonly string[]
  /** the environments that they name, and the requirements that those name */
  readonly environments: readonly string[]
}

const projectSchema = z.looseObject({
  conda_env: z.string().optional().catch(undefined),
  python_env: z.string().optional().catch(undefined),
})
const environmentSchema = z.looseObject({ dependencies: z.array(z.unknown()) })

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
      if (environment === undefined || !(await isHere(environment))) continue
      found.environments.add(environment)
      for (const file of await requirementsOf(environment))
        if (await isHere(file)) found.environments.add(file)
    }
  }
  return { projects: [...found.projects], environments: [...found.environments] }
}

/** Files that `-r` names among the dependencies, or among those of pip. */
async function requirementsOf(environment: string): Promise<string[]> {
  const { dependencies = [] } = environmentSchema.safeParse(await documentIn(environment)).data ?? {}
  return dependencies
    .flatMap((entry): unknown => {
      const pip = z.object({ pip: z.array(z.unknown()) }).safeParse(entry)
      return pip.success ? pip.data.pip : [entry]
    })
    .flatMap((entry) => {
      const [, file] = /^\s*(?:-r|--requirement)[\s=]*(\S+)/.exec(String(entry)) ?? []
      return file === undefined ? [] : [join(dirname(environment), file)]
    })
}

async function documentIn(file: string): Promise<unknown> {
  try {
    const text = await readFile(file, 'utf8')
    return text.length > largest ? undefined : parse(text, { maxAliasCount: 100 })
  } catch {
    return undefined
  }
}
