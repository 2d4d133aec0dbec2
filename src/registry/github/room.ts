import type { Forge } from '../../forge/forge.ts'

/** What the registry on GitHub is handed. */
export interface Room {
  readonly forge: Pick<Forge, 'git' | 'releases' | 'repository'>
  /** folder for archives on their way */
  readonly scratch: string
  now(): Date
}
