import { installedEngine } from '../src/tables/engine/engine-install.ts'
import { engineCache, quiet } from './tables/engine-for-tests.ts'

/**
 * Installs the data engine before the first test: a job under act, which may be that, has nothing of the environment by
 * which it could be fetched through a proxy.
 */
export default async function engineIsInstalled(): Promise<void> {
  await installedEngine({ cache: engineCache, log: quiet })
}
