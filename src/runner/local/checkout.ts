import { realpath } from 'node:fs/promises'
import { outsideError } from '../../errors.ts'
import { dirtOf } from '../../git/dirt.ts'
import { type GitPlace, tryGit } from '../../git/git.ts'

/** What git says about the folder that the suite runs in. */
export interface Checkout {
  /** absolute top folder of the working tree */
  readonly top: string
  /** absent before the first commit */
  readonly sha?: string
  readonly parent?: string
  /** paths by which the working tree differs from the commit: tracked ones, and new ones that nothing ignores */
  readonly dirt: readonly string[]
  /** `refs/heads/...`; absent when HEAD is detached */
  readonly ref?: string
  readonly defaultBranch: string
  /** HEAD is the default branch, or a detached checkout of its head */
  readonly onDefaultBranch: boolean
  /** owner/name, where a remote tells it */
  readonly repository?: string
}

/**
 * @param written what the pipeline itself writes, absolute: it is no difference
 * @returns undefined outside git, and where there is no git
 * @throws AssayError outside: `git-failed` when git refuses the folder
 */
export async function readCheckout(
  workspace: string,
  env: GitPlace['env'] = {},
  written: readonly string[] = [],
): Promise<Checkout | undefined> {
  const top = await tryGit(['rev-parse', '--show-toplevel'], { cwd: workspace, env })
  if (!top.ok) {
    if (top.missing || /not a git repository|must be run in a work tree/.test(top.reason)) return undefined
    throw outsideError('git-failed', `git does not work in ${workspace}: ${top.reason}`, {
      hint: 'Run "git status" there and mend what it says.',
    })
  }
  const place = { cwd: workspace, env }
  const ask = async (...args: string[]) => {
    const answer = await tryGit(args, place)
    return answer.ok && answer.text.trim() !== '' ? answer.text.trim() : undefined
  }
  const [commits, ref, origin, dirt] = await Promise.all([
    ask('rev-list', '--parents', '--max-count=1', 'HEAD'),
    ask('symbolic-ref', '--quiet', 'HEAD'),
    ask('remote', 'get-url', 'origin'),
    dirtOf(place, written),
  ])
  const [sha, parent] = commits?.split(' ') ?? []
  const defaultBranch = await defaultBranchOf(ask, ref)
  const heads = ['refs/remotes/origin/', 'refs/heads/'].map((folder) => `${folder}${defaultBranch}`)
  const onDefaultBranch = ref
    ? ref === `refs/heads/${defaultBranch}`
    : (await Promise.all(heads.map((head) => ask('rev-parse', '--verify', '--quiet', head)))).includes(sha)
  const repository = ownerAndName(origin ?? '')
  return {
    top: await realpath(top.text.replace(/\r?\n$/, '')),
    ...(sha && { sha }),
    ...(parent && { parent }),
    dirt,
    ...(ref && { ref }),
    defaultBranch,
    onDefaultBranch: sha !== undefined && onDefaultBranch,
    ...(repository && { repository }),
  }
}

type Ask = (...args: string[]) => Promise<string | undefined>

/** What the remote says, even of a branch that is not here, else what the branches that there are suggest. */
async function defaultBranchOf(ask: Ask, ref: string | undefined): Promise<string> {
  const remote = await ask('symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD')
  if (remote) return remote.slice('refs/remotes/origin/'.length)
  const refs = await ask('for-each-ref', '--format=%(refname)', 'refs/heads')
  const branches = refs?.split('\n').map((name) => name.slice('refs/heads/'.length)) ?? []
  if (branches.length === 1) return branches[0]!
  const usual = [await ask('config', '--get', 'init.defaultBranch'), 'main', 'master']
  const known = usual.find((name) => name !== undefined && branches.includes(name))
  return known ?? ref?.slice('refs/heads/'.length) ?? 'main'
}

/** The last two segments of a remote's address, whatever the host; nothing else of it, which may hold a password. */
function ownerAndName(remote: string): string | undefined {
  const match = /[/:]([A-Za-z0-9_.-]+)\/([A-Za-z0-9_.-]+?)(?:\.git)?\/?$/.exec(remote)
  return /^(https?|ssh|git):|^[^/]+@[^/]+:/.test(remote) && match ? `${match[1]}/${match[2]}` : undefined
}
