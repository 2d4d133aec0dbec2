import { basename, dirname, relative, sep } from 'node:path'
import { configurationError } from '../../errors.ts'
import { othersIn, type Tracked, trackedAround } from '../../git/tracked.ts'

/** Every model of a repository, and what git knows of it. */
export interface Models {
  /** configuration files, relative to the workspace, in order */
  readonly configs: readonly string[]
  readonly tracked: Tracked & { readonly others: readonly string[] }
}

/**
 * Finds the configuration files of the repository below a workspace.
 * @throws AssayError configuration: `no-git`, `no-models`
 */
export async function findModels(
  workspace: string,
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Models> {
  const tracked = await trackedAround(workspace, env)
  const others = 'reason' in tracked ? tracked : await othersIn(tracked.top, env)
  if ('reason' in tracked || 'reason' in others)
    throw configurationError('no-git', 'models can only be planned in a git repository', {
      hint: 'Run it in the checkout of the repository.',
    })
  const configs = [...tracked.files, ...others]
    .filter((path) => basename(path) === file && `${dirname(path)}${sep}`.startsWith(workspace + sep))
    .map((path) => relative(workspace, path).split(sep).join('/'))
    .sort()
  if (configs.length === 0)
    throw configurationError('no-models', `git knows of no ${file} in this folder or below it`, {
      hint: 'Write one for each model, or go to the folder that holds them.',
    })
  return { configs, tracked: { ...tracked, others } }
}
