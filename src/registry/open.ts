import { join } from 'node:path'
import type { Project } from '../config/project.ts'
import { configurationError } from '../errors.ts'
import type { Ports } from '../stage/stage.ts'
import { homeOf } from './home.ts'
import type { Registry } from './registry.ts'

/**
 * The registry that the configuration names; without a name GitHub's on GitHub, and a folder elsewhere.
 * @throws AssayError `no-forge` when GitHub's is asked for without a token
 */
export async function openRegistry(
  { config }: Pick<Project, 'config'>,
  { runner, forge }: Ports,
): Promise<Registry> {
  const now = () => runner.now()
  const kind = config.register.registry?.kind ?? (forge && runner.kind === 'github' ? 'github' : 'local')
  if (kind === 'local') {
    const { localRegistry } = await import('./local/registry.ts')
    return localRegistry({ folder: join(homeOf(runner), 'registry'), now })
  }
  if (!forge)
    throw configurationError(
      'no-forge',
      'the registry is GitHub, but there is no GitHub to reach from here',
      {
        hint: 'Give a token by the "token" input (with permission "contents: write"), or set register.registry to local.',
      },
    )
  const { githubRegistry } = await import('./github/registry.ts')
  return githubRegistry({ forge, scratch: join(runner.temp, 'modelassay-registry'), now })
}
