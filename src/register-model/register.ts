import lt from 'semver/functions/lt.js'
import { AssayError } from '../errors.ts'
import { descends } from '../registry/descent.ts'
import { versionNamed } from '../registry/names.ts'
import type { NewVersion, Registry, Version } from '../registry/registry.ts'
import type { Ports } from '../stage/stage.ts'
import { nextVersion, type VersionRule } from './version-rule.ts'

/** All of a version but its number. */
export type Candidate = Omit<NewVersion, 'version'>

export type Registered =
  | { readonly verdict: 'registered' | 'exists'; readonly version: Version }
  | { readonly verdict: 'refused'; readonly reason: string; readonly remedy?: string }

/** How many numbers others may take while this one is being registered. */
const maxTaken = 10

/** Registers under the number that the rule gives, or finds the version that this model is already. */
export async function registerCandidate(
  registry: Registry,
  candidate: Candidate,
  rule: VersionRule,
  ports: Ports,
): Promise<Registered> {
  const taken: string[] = []
  for (;;) {
    // Each time: who took the number may have registered this model, or a later commit's.
    const versions = await registry.versions(candidate.name)
    const same = sameVersion(versions, candidate, rule)
    // Again, although it is there: what an interrupted call left open is finished.
    if (same) {
      const { version, sourceSha } = same
      return { verdict: 'exists', version: await registry.register({ ...candidate, version, sourceSha }) }
    }
    const known = versions.map(({ version }) => version)
    const number = 'exact' in rule ? rule.exact : nextVersion(rule.bump, [...known, ...taken])
    const late = await lateness(versions, number, candidate, ports)
    if (late) {
      const { reason, remedy } = late
      const isTaken = 'exact' in rule && known.includes(number)
      return { verdict: 'refused', reason, remedy: isTaken ? chooseAnother(known) : remedy }
    }
    try {
      return { verdict: 'registered', version: await registry.register({ ...candidate, version: number }) }
    } catch (error) {
      if (!(error instanceof AssayError) || error.code !== 'version-taken') throw error
      if ('exact' in rule)
        return { verdict: 'refused', reason: error.message, remedy: chooseAnother([...known, number]) }
      if (taken.length === maxTaken) return { verdict: 'refused', reason: error.message }
      taken.push(number)
    }
  }
}

const chooseAnother = (known: readonly string[]) =>
  `Set register.version to a version that is not taken, such as "${nextVersion('patch', known)}", or leave it out to have the next one.`

/**
 * The version that this model is already: of the same model and commit; or the newest one, where the same training
 * (its fingerprint) of a later commit gave the same model. An older one with the same model is another version: the
 * model went back.
 */
function sameVersion(
  versions: readonly Version[],
  { model, sourceSha, fingerprint }: Candidate,
  rule: VersionRule,
): Version | undefined {
  const eligible = 'exact' in rule ? versions.filter(({ version }) => version === rule.exact) : versions
  const alike = eligible.filter(({ modelDigest }) => modelDigest === model.digest)
  const ofCommit = alike.find((one) => one.sourceSha === sourceSha)
  if (ofCommit || 'exact' in rule) return ofCommit
  const [newest] = versions
  const isSameTraining = fingerprint !== undefined && newest?.fingerprint === fingerprint
  return isSameTraining ? alike.find((one) => one === newest) : undefined
}

/** Why the commit is too old for its number, and what to do; undefined when it is not. */
async function lateness(
  versions: readonly Version[],
  number: string,
  { name, sourceSha }: Candidate,
  ports: Ports,
): Promise<{ readonly reason: string; readonly remedy: string } | undefined> {
  const before = versions.filter(({ version }) => lt(version, number)).map(({ version }) => version)[0]
  if (before === undefined) return undefined
  const predecessor = versionNamed(versions, before)
  if (await descends(sourceSha, predecessor.sourceSha, ports)) return undefined
  const other = predecessor.sourceSha
  return {
    reason: `commit ${sourceSha} does not come after ${other}, which ${name} ${before} was made from: run the workflow on a commit that does`,
    remedy: `Merge or rebase onto ${other}, and run train, evaluate-gate and register-model on what comes of it. Where its branch was given up, a merge that keeps nothing of it will do: git merge -s ours ${other}`,
  }
}
