import { engineOf } from '../runner/local/home.ts'
import { warmEngine } from '../tables/engine-library.ts'

/** The data engine is verified beside all that has to be loaded and planned before it is asked. */
export const beginEngine = (env: Readonly<Record<string, string | undefined>>): Promise<void> =>
  warmEngine({ ...engineOf(env), log: { info: () => {} } })
