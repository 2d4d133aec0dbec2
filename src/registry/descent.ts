import gte from 'semver/functions/gte.js'
import { AssayError } from '../errors.ts'
import { tryGit } from '../git/git.ts'
import type { Ports } from '../stage/stage.ts'
import type { Version } from './registry.ts'

type Place = Pick<Ports, 'runner' | 'forge'>

/** Whether a commit is the other one or comes after it. False where the other one is not known. */
export async function descends(sha: string, ancestor: string, { runner, forge }: Place): Promise<boolean> {
  if (sha === ancestor) return true
  // A job's checkout is mostly shallow: there GitHub itself is asked.
  if (forge && runner.kind === 'github') {
    const status = await forge.git.compare(ancestor, sha).then(
      (comparison) => comparison.status,
      (error) => {
        if (error instanceof AssayError && error.code === 'not-found') return 'unknown'
        throw error
      },
    )
    return status === 'ahead' || status === 'identical'
  }
  const args = ['merge-base', '--is-ancestor', '--end-of-options', ancestor, sha]
  return (await tryGit(args, { cwd: runner.workspace })).ok
}

/** Whether moving from one version to the other goes forward: to a later commit, or to a later version of the same. */
export async function follows(candidate: Version, current: Version, place: Place): Promise<boolean> {
  if (candidate.sourceSha === current.sourceSha) return gte(candidate.version, current.version)
  return descends(candidate.sourceSha, current.sourceSha, place)
}
