import lt from 'semver/functions/lt.js'
import type { AliasMove, Version } from '../registry/registry.ts'

/**
 * The version that an environment was taken back from to an older one, where it is this version, or one of the same
 * model, and the environment has not been given it since. Neither a run that only finds the version again nor one that
 * registers the same model under another number, because nothing about the model changed, must undo a rollback.
 * @param moves of the environment's alias, oldest first
 * @param versions all that are registered
 */
export function takenBack(
  { version, modelDigest }: Pick<Version, 'version' | 'modelDigest'>,
  moves: readonly AliasMove[],
  versions: readonly Pick<Version, 'version' | 'modelDigest'>[],
): string | undefined {
  const ofModel = new Set(versions.filter((one) => one.modelDigest === modelDigest).map((one) => one.version))
  return leftSince(moves, (moved) => moved === version) ?? leftSince(moves, (moved) => ofModel.has(moved))
}

function leftSince(moves: readonly AliasMove[], isOne: (version: string) => boolean): string | undefined {
  const last = moves.findLastIndex((move) => move.version !== undefined && isOne(move.version))
  const left = moves[last]?.version
  if (left === undefined) return undefined
  const isBack = moves.slice(last + 1).some((move) => move.version !== undefined && lt(move.version, left))
  return isBack ? left : undefined
}
