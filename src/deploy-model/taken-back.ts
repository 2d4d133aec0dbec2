import lt from 'semver/functions/lt.js'
import type { AliasMove, Version } from '../registry/registry.ts'

/**
 * Whether an environment was taken back from this version to an older one and has not been given it since. A run that
 * only finds the version again, because nothing about the model changed, must not undo a rollback.
 * @param moves of the environment's alias, oldest first
 */
export function takenBack({ version }: Pick<Version, 'version'>, moves: readonly AliasMove[]): boolean {
  const last = moves.findLastIndex((move) => move.version === version)
  return (
    last >= 0 && moves.slice(last + 1).some((move) => move.version !== undefined && lt(move.version, version))
  )
}
