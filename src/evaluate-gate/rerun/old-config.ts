import type { Project } from '../../config/project.ts'
import { type Config, configSchema } from '../../config/schema.ts'
import { isTree } from '../../config/tree.ts'
import { parseYaml } from '../../config/yaml-document.ts'
import { AssayError } from '../../errors.ts'
import type { Ports } from '../../stage/stage.ts'

/** The configuration of a commit, or why it cannot be had, as a clause. */
export async function configAt(
  sha: string,
  { file, config }: Pick<Project, 'file' | 'config'>,
  { runner, forge }: Pick<Ports, 'runner' | 'forge'>,
): Promise<Config | string> {
  if (file === undefined) return 'there is no configuration file that says how'
  const at = sha.slice(0, 7)
  try {
    const text = runner.committed
      ? await runner.committed(file, sha)
      : (await forge?.contents.file(file, sha))?.toString('utf8')
    if (text === undefined) return `${file} cannot be read at its commit ${at}`
    const { value } = parseYaml(text, `${file} at ${at}`)
    const parsed = configSchema.safeParse(isTree(value) ? { name: config.name, ...value } : value)
    return parsed.success ? parsed.data : `${file} at its commit ${at} is not understood by this version`
  } catch (error) {
    if (error instanceof AssayError) return error.message
    throw error
  }
}
