import { someone } from './git.ts'
import type { Pull } from './state.ts'
import type { World } from './world.ts'

export const mergeBase = (world: World, a: string, b: string): Promise<string | undefined> =>
  world.git.text(['merge-base', a, b]).catch(() => undefined)

/** @returns sha of the merge commit, base first; undefined when the two conflict */
async function mergeCommit(
  world: World,
  base: string,
  head: string,
  message: string,
): Promise<string | undefined> {
  const tree = await world.git.text(['merge-tree', '--write-tree', base, head]).catch(() => undefined)
  if (!tree) return undefined
  const date = `${Math.floor(world.now().getTime() / 1000)} +0000`
  const env = { ...someone, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }
  return world.git.text(['commit-tree', tree, '-p', base, '-p', head, '-m', message], { env })
}

const parentsOf = (world: World, sha: string): Promise<string> =>
  world.git.text(['log', '-1', '--format=%P', sha])

/**
 * Lets an open pull request follow its branches: head, `refs/pull/N/head` and the test merge `refs/pull/N/merge`.
 * @returns what the base branch points at; its head where the branch is gone
 */
export async function refresh(world: World, pull: Pull, open: boolean): Promise<string> {
  const base = (await world.git.ref(`refs/heads/${pull.baseRef}`)) ?? pull.headSha
  if (!open) return base
  const own = pull.headOwner === world.owner
  pull.headSha = (own ? await world.git.ref(`refs/heads/${pull.headRef}`) : undefined) ?? pull.headSha
  const current = pull.mergeSha ? await parentsOf(world, pull.mergeSha) : undefined
  if (current === `${base} ${pull.headSha}`) return base
  await world.git.run(['update-ref', `refs/pull/${pull.number}/head`, pull.headSha])
  const merged = await mergeCommit(world, base, pull.headSha, `Merge ${pull.headSha} into ${base}`)
  if (merged) {
    pull.mergeSha = merged
    await world.git.run(['update-ref', `refs/pull/${pull.number}/merge`, merged])
  } else delete pull.mergeSha
  return base
}

/**
 * Merges a pull request into its base branch with a merge commit.
 * @returns sha of the merge commit
 * @throws Error when it does not exist, is not open or conflicts
 */
export async function mergePull(world: World, number: number): Promise<string> {
  const pull = world.state.pulls.get(number)
  const issue = world.state.issues.get(number)
  if (!pull || issue?.state !== 'open') throw new Error(`There is no open pull request #${number}`)
  const base = await refresh(world, pull, true)
  const title = `Merge pull request #${number} from ${pull.headOwner}/${pull.headRef}`
  const merged = await mergeCommit(world, base, pull.headSha, `${title}\n\n${issue.title}`)
  if (!merged) throw new Error(`Pull request #${number} has conflicts`)
  await world.git.run(['update-ref', `refs/heads/${pull.baseRef}`, merged, base])
  await world.git.run(['update-ref', '-d', `refs/pull/${number}/merge`])
  const now = world.now()
  Object.assign(pull, { mergeSha: merged, mergedAt: now })
  Object.assign(issue, { state: 'closed', closedAt: now, updatedAt: now })
  return merged
}
