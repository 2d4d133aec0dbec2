import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { loadProject } from '../config/load.ts'
import type { Project } from '../config/project.ts'
import { configurationError } from '../errors.ts'
import type { Contents } from '../forge/contents.ts'

/**
 * The rules of the base commit, read through the API: nothing of the pull request is checked out.
 * @param file where they are, relative to the repository
 * @param folder where the file is laid
 * @throws AssayError configuration `config-not-found`, and what loading it throws
 */
export async function baseProject(
  file: string,
  baseSha: string,
  contents: Pick<Contents, 'file'>,
  folder: string,
): Promise<Project> {
  const read = async (path: string) => (await contents.file(path, baseSha))?.toString('utf8')
  const text = await read(file)
  if (text === undefined)
    throw configurationError('config-not-found', `there is no ${file} at the base ${baseSha.slice(0, 7)}`, {
      hint: 'A first gate is judged once its rules are on the base branch. Name the file by the input `config` where it has another name.',
    })
  await mkdir(dirname(join(folder, file)), { recursive: true })
  await writeFile(join(folder, file), text)
  return loadProject({
    workspace: folder,
    file,
    asked: true,
    overrides: [],
    onBranch: false,
    base: { sha: baseSha, read, changed: async () => [] },
  })
}

/** @throws AssayError configuration `config-name` where the file is of another model */
export function requireModel({ config, file }: Project, name: string, baseSha: string): void {
  if (config.name === name) return
  throw configurationError('config-name', `${file} at the base ${baseSha.slice(0, 7)} is not of ${name}`, {
    hint: `Name the configuration of ${name} by the input \`config\`.`,
    ...(file !== undefined && { file }),
  })
}
