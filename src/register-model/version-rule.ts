import inc from 'semver/functions/inc.js'
import parse from 'semver/functions/parse.js'
import rcompare from 'semver/functions/rcompare.js'
import { configurationError } from '../errors.ts'

const bumps = ['major', 'minor', 'patch'] as const
type Bump = (typeof bumps)[number]

/** How the version is chosen: the next one of a kind, or exactly this one. */
export type VersionRule = { readonly bump: Bump } | { readonly exact: string }

/**
 * @param text `major`, `minor`, `patch` (also when it is absent or empty), or a semantic version
 * @throws AssayError `version-rule`
 */
export function versionRule(text = ''): VersionRule {
  const given = text.trim()
  const bump = bumps.find((one) => one === (given || 'patch'))
  if (bump) return { bump }
  const parsed = parse(given)
  if (parsed && parsed.build.length === 0) return { exact: parsed.version }
  throw configurationError('version-rule', `${JSON.stringify(given)} is no version to register`, {
    hint: 'Give major, minor, patch, or a semantic version without build metadata such as 1.4.0.',
  })
}

/** The first version ever. */
const firstVersion = '0.1.0'

/** The version after the highest one that there is; the first one where there is none, whatever the kind. */
export function nextVersion(bump: Bump, versions: readonly string[]): string {
  const [highest] = [...versions].sort(rcompare)
  return highest === undefined ? firstVersion : inc(highest, bump)!
}
