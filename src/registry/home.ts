import { join } from 'node:path'
import type { Runner } from '../runner/runner.ts'

/** Where what a registry and a deployment keep on this machine lies; a hosted runner forgets it with the job. */
export const homeOf = ({ home, workspace }: Pick<Runner, 'home' | 'workspace'>) =>
  home ?? join(workspace, '.modelassay')
