import { outsideError } from '../../errors.ts'

/** The variables that GitHub's runner gives a step; only the launch reads the process's own. */
export type Environment = Readonly<Record<string, string | undefined>>

/** @throws AssayError outside `not-on-github` */
export function given(env: Environment, name: string): string {
  const value = env[name]
  if (value) return value
  throw outsideError('not-on-github', `the runner did not set ${name}`, {
    hint: 'Run this as a step of a GitHub workflow, or use the command `modelassay` elsewhere.',
  })
}
