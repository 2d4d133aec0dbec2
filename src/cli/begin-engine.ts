import { plainText } from '../config/plain-text.ts'
import { engineOf } from '../runner/local/home.ts'
import { warmEngine } from '../tables/engine/engine-library.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The data engine is verified beside all that has to be loaded and planned before it is asked. */
export const beginEngine = (env: Environment): Promise<void> =>
  warmEngine({ ...engineOf(env), log: { info: () => {} } })

/**
 * The same where tables are profiled, as they are by default. Where they are not, one look may do without the engine, and
 * on two cores verifying its 70 MB takes longer than the look. What the file says is guessed: only time depends on it.
 */
export async function beginEngineToProfile(env: Environment, config: string): Promise<void> {
  const text = await plainText(config).catch(() => '')
  if (!/\bprofile["']?\s*:\s*false\b/.test(text)) await beginEngine(env)
}
