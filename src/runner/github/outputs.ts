import type { Environment } from './environment.ts'
import { tellRunner } from './file-command.ts'

/**
 * Sets the outputs of this step.
 * @throws AssayError outside `not-on-github` when the runner named no file for them
 */
export const setOutputs = (env: Environment, outputs: Readonly<Record<string, string>>): void =>
  tellRunner(env, 'GITHUB_OUTPUT', outputs)
