import { join } from 'node:path'
import { loadProject } from '../../config/load.ts'
import { AssayError } from '../../errors.ts'
import { withoutEnd } from '../../report/also-wrong.ts'
import type { Runner } from '../../runner/runner.ts'
import { environmentRequestOf } from '../environment/environment-request-of.ts'
import { type Around, type Looked, lookAtSources } from '../inputs/look.ts'
import { placesOf } from '../places.ts'

/** A model as far as the repository tells of it. */
export interface Model {
  readonly name: string
  /** configuration file, relative to the workspace */
  readonly config: string
  readonly looked?: Looked
  /** why its sources do not say whether it is built, as a clause */
  readonly doubt?: string
}

/** What is the same for all models of a plan. */
export interface Ground extends Around {
  readonly runner: Pick<Runner, 'workspace' | 'run' | 'temp'>
}

/** Looks at one model. Never throws for what a user can mend: its own training says so, at its place. */
export async function lookAtModel(config: string, ground: Ground): Promise<Model> {
  const { runner } = ground
  let name = config.split('/').at(-2) ?? 'model'
  try {
    const project = await loadProject({
      workspace: runner.workspace,
      file: config,
      asked: true,
      overrides: [],
      onBranch: false,
    })
    name = project.config.name
    const { run, refresh, skip_unchanged } = project.config.train
    if (run === undefined) return { name, config, doubt: 'train.run is missing' }
    if (refresh !== undefined) return { name, config, doubt: 'train.refresh may bring new data' }
    if (!skip_unchanged) return { name, config, doubt: 'train.skip_unchanged is false' }
    const places = placesOf(project, runner.workspace, join(runner.temp, 'model'))
    const looked = await lookAtSources(environmentRequestOf(project, places, runner, run), ground)
    const [doubt] = looked.doubts
    return { name, config, looked, ...(doubt !== undefined && { doubt }) }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return { name, config, doubt: withoutEnd(error.message) }
  }
}
