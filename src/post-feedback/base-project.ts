import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { loadProject } from '../config/load.ts'
import type { Project } from '../config/project.ts'
import { configurationError } from '../errors.ts'
import type { Contents } from '../forge/forge.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'

/**
 * The rules of the base commit, read through the API: nothing of the pull request is checked out.
 * @param asked where the action was told that the configuration is; default: where the record says that it was
 * @param folder where the file is laid
 * @throws AssayError configuration `config-not-found`, `config-name`, and what loading it throws
 */
export async function baseProject(
  record: EvaluateGateRecord,
  asked: string | undefined,
  baseSha: string,
  contents: Pick<Contents, 'file'>,
  folder: string,
): Promise<Project> {
  const file = asked ?? named(record.policy?.file)
  const read = async (path: string) => (await contents.file(path, baseSha))?.toString('utf8')
  const text = await read(file)
  const short = baseSha.slice(0, 7)
  if (text === undefined)
    throw configurationError('config-not-found', `there is no ${file} at the base ${short}`, {
      hint: 'A first gate is judged once its rules are on the base branch. Name the file by the input `config` where it has another name.',
    })
  await mkdir(dirname(join(folder, file)), { recursive: true })
  await writeFile(join(folder, file), text)
  const project = await loadProject({
    workspace: folder,
    file,
    asked: true,
    overrides: [],
    onBranch: false,
    base: { sha: baseSha, read, changed: async () => [] },
  })
  if (project.config.name !== record.name)
    throw configurationError('config-name', `${file} at the base ${short} is not of ${record.name}`, {
      hint: `Name the configuration of ${record.name} by the input \`config\`.`,
      file,
    })
  return project
}

const usual = 'modelassay.yml'

/** A stranger's word chooses among files of the base, and not where on this machine one is laid. */
function named(path: string | undefined): string {
  if (path === undefined || !/^[\w./-]{1,200}\.ya?ml$/.test(path)) return usual
  const inside = normalize(path)
  return inside === path && !inside.startsWith('..') && !inside.startsWith('/') ? path : usual
}
