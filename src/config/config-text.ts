import { configurationError } from '../errors.ts'
import { inputCalled } from '../stage/calling.ts'
import { configAbove } from './config-above.ts'
import { plainText } from './plain-text.ts'
import { refuseLinkOut } from './refuse-link-out.ts'
import type { Sources } from './sources.ts'
import { unreadable } from './unreadable.ts'

/**
 * What stands in the configuration file.
 * @returns undefined where there is none and nobody asked for one
 * @throws AssayError configuration: `config-not-found`, `config-missing`
 */
export async function configText(path: string, sources: Sources): Promise<string | undefined> {
  const { file, asked, called = inputCalled('github') } = sources
  await refuseLinkOut(path, file, sources.workspace)
  try {
    return await plainText(path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT' && !asked) {
      await refuseOneAbove(sources)
      return undefined
    }
    throw configurationError('config-not-found', unreadable(file, cause), {
      hint: `Name the configuration file with ${called('config')}; in a workflow, check out the repository first.`,
      file,
      cause,
    })
  }
}

async function refuseOneAbove({
  workspace,
  file,
  top = workspace,
  called = inputCalled('github'),
}: Sources): Promise<void> {
  const above = await configAbove(workspace, file, top)
  if (above === undefined) return
  const folder = above.slice(0, -file.length - 1)
  throw configurationError('config-missing', `there is no ${file} in this folder, but there is ${above}`, {
    hint: `Go there (cd ${folder}), or name it with ${called('config')} (${above}).`,
  })
}
