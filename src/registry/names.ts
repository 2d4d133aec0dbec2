import rcompare from 'semver/functions/rcompare.js'
import { configurationError, inputError } from '../errors.ts'
import type { Version } from './registry.ts'

/** What GTO takes for a stage, in the spelling that this suite allows for aliases and environments. */
const alias = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/

/** @throws AssayError `alias-name` */
export function demandAlias(name: string): void {
  if (!alias.test(name))
    throw configurationError('alias-name', `${JSON.stringify(name)} cannot be the name of an alias`, {
      hint: 'Use lower-case letters and digits, with - only between them.',
    })
}

/** Semantic versions, newest first. */
export const newestFirst = (versions: readonly Version[]): Version[] =>
  [...versions].sort((a, b) => rcompare(a.version, b.version))

/** @throws AssayError `no-version` */
export function versionNamed(versions: readonly Version[], version: string): Version {
  const found = versions.find((one) => one.version === version)
  if (found) return found
  const known = versions.slice(0, 5).map((one) => one.version)
  throw inputError('no-version', `the registry holds no version ${version}`, {
    hint:
      known.length > 0
        ? `Its newest are ${known.join(', ')}.`
        : 'Nothing is registered yet: run register-model.',
  })
}

/** @throws AssayError `version-taken` unless the version is the very model and commit that was to be registered */
export function demandSame(there: Version, wanted: Pick<Version, 'modelDigest' | 'sourceSha'>): void {
  if (there.modelDigest === wanted.modelDigest && there.sourceSha === wanted.sourceSha) return
  throw versionTaken(
    there.name,
    there.version,
    `of the model ${there.modelDigest} and commit ${there.sourceSha}`,
  )
}

export const versionTaken = (name: string, version: string, detail: string) =>
  inputError('version-taken', `${name} ${version} is registered already, ${detail}`, {
    hint: 'Register under another version: a version never changes.',
  })
