import type { Project } from '../config/project.ts'
import { AssayError } from '../errors.ts'
import type { Compatibility } from '../record/data-validate.ts'
import { inProduction } from '../registry/in-production.ts'
import type { Ports } from '../stage/stage.ts'

/**
 * What the contracts of the training tables, as they are now, mean for the model that is live.
 * @returns undefined where there is nothing to compare with, of which the log says one line
 * @throws AssayError where it was to be an error, and production's contract cannot be had
 */
export async function compatibilityOf(project: Project, ports: Ports): Promise<Compatibility | undefined> {
  const { compatibility, tables } = project.config.data
  const { log } = ports.runner
  const trained = Object.values(tables).some(({ role }) => role === 'train')
  if (compatibility === 'off' || !trained) return undefined
  try {
    const production = await inProduction(project, ports)
    if (production === undefined)
      return publishes(project) ? nothing('nothing is in production yet') : undefined
    const { signature = [] } = production.train.record
    if (signature.length === 0)
      return nothing(
        `version ${production.version}, which is in production, was registered without its contract`,
      )
    // Most runs have nothing to compare with, and need not load what compares.
    const { againstProduction } = await import('./against-production.ts')
    return await againstProduction(production, signature, project, ports)
  } catch (error) {
    if (!(error instanceof AssayError) || compatibility === 'error') throw error
    return nothing(error.message)
  }

  function nothing(reason: string): undefined {
    log.info(`The contract is not compared with production's: ${reason.replace(/\.$/, '')}.`)
  }
}

/** Whether the configuration speaks of versions at all: who only validates data need not hear that there are none. */
const publishes = ({ lines, config }: Project) =>
  Object.hasOwn(lines, 'register') ||
  Object.hasOwn(lines, 'deploy') ||
  (Object.hasOwn(lines, 'gate.baselines') && config.gate.baselines.includes('production'))
