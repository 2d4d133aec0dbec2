import { openProject } from '../launch/open-project.ts'
import { openRegistry } from '../registry/open.ts'
import type { Registry } from '../registry/registry.ts'
import type { Ports } from '../stage/stage.ts'

/** What a registry has under what somebody asked for. */
export interface RegisteredAs {
  readonly name: string
  readonly registry: Registry
  /** absent where it is neither a version nor an alias */
  readonly version?: string
  /** aliases and versions that there are */
  readonly known: readonly string[]
}

/**
 * The version that a person means by a number, with or without `v`, or by an alias.
 * @param config configuration file, from the workspace
 */
export async function registeredAs(what: string, config: string, ports: Ports): Promise<RegisteredAs> {
  const { project } = await openProject({ inputs: {} }, { config }, ports)
  const { name } = project.config
  const registry = await openRegistry(project, ports)
  const aliases = await registry.aliases(name)
  const versions = (await registry.versions(name)).map(({ version }) => version)
  const named = Object.hasOwn(aliases, what) ? aliases[what] : undefined
  const version = named ?? versions.find((known) => known === what.replace(/^v/, ''))
  const known = [...Object.keys(aliases), ...versions]
  return { name, registry, known, ...(version !== undefined && { version }) }
}
