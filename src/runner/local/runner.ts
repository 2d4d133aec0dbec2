import { appendFile, mkdir, mkdtemp, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { inputError } from '../../errors.ts'
import { tryGit } from '../../git/git.ts'
import { identityOf } from '../../process/identity.ts'
import { attemptOf } from '../../record/artifact-name.ts'
import { type RunOfRecord, withoutCommit } from '../../record/run.ts'
import type { Runner, Trigger } from '../runner.ts'
import { noteAtWork } from './at-work.ts'
import { localBundles } from './bundles.ts'
import { type Checkout, readCheckout } from './checkout.ts'
import { localCheckpoints } from './checkpoints.ts'
import { onDisk } from './disk.ts'
import { localHanded } from './handed.ts'
import { engineOf, makeHome, requireUntracked } from './home.ts'
import { localLog, type Sink } from './log.ts'

export interface LocalHost {
  /** folder that the suite works in */
  readonly workspace: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** where the log goes: standard error */
  readonly sink: Sink
  readonly colours: boolean
  readonly now: () => Date
  /** what the pipeline writes into the workspace, absolute: it makes no other run of a commit */
  readonly written?: readonly string[]
}

/** The local host, with what only it has. */
export interface LocalRunner extends Runner {
  readonly kind: 'local'
  /** folder of every run, by run id */
  readonly runs: string
}

/**
 * The host on a laptop or any other machine: a folder `.modelassay/` at the top of the repository (or in the workspace
 * outside git), where runs are kept by commit. A working tree that differs from its commit is a run of its own.
 * @throws AssayError input: `folder-missing`, `home-tracked`; outside: `disk-full`, `folder-unwritable`, `git-failed`
 */
export async function createLocalRunner({
  workspace,
  env,
  sink,
  colours,
  now,
  written = [],
}: LocalHost): Promise<LocalRunner> {
  const folder = await realpath(workspace).catch((cause) => {
    throw inputError('folder-missing', `${workspace} does not exist`, {
      hint: 'Run the command in the folder of your repository.',
      cause,
    })
  })
  const checkout = await readCheckout(folder, env, written)
  if (checkout) await requireUntracked(checkout.top, env)
  const home = await makeHome(checkout?.top ?? folder, now())
  const runs = join(home, 'runs')
  const temp = await mkdtemp(join(home, 'temp', 'command-'))
  await noteAtWork(temp, { process: await identityOf(process.pid) })
  const run = runOf(checkout)
  const log = localLog(sink, colours)
  const bundles = localBundles({
    runs,
    runId: run.id,
    continues: run.dirty && run.sha ? [run.sha] : [],
  })
  return {
    kind: 'local',
    run,
    ...(checkout && { dirt: checkout.dirt }),
    trigger: triggerOf(checkout),
    workspace: folder,
    runs,
    temp,
    home,
    engine: engineOf(env),
    log,
    async committed(path, sha) {
      const shown = ['show', '--end-of-options', `${sha}:./${path}`]
      const answer = await tryGit(shown, { cwd: folder, env })
      return answer.ok ? answer.text : undefined
    },
    bundles,
    checkpoints: localCheckpoints(join(home, 'checkpoints'), log),
    handed: localHanded(join(runs, run.id, 'handed.json')),
    async nextAttempt(name, kind) {
      const there = (await bundles.ofThisRun()).filter(({ runId }) => runId === run.id)
      return 1 + Math.max(0, ...there.map((bundle) => attemptOf(bundle.name, name, kind) ?? 0))
    },
    now,
    summary: (markdown) =>
      onDisk(join(runs, run.id), async () => {
        await mkdir(join(runs, run.id), { recursive: true })
        await appendFile(join(runs, run.id, 'summary.md'), `${markdown}\n`)
      }),
  }
}

function runOf(checkout: Checkout | undefined): RunOfRecord {
  const local = { attempt: 1, event: 'local' }
  if (!checkout?.sha) return { ...local, id: withoutCommit }
  const { sha, ref, repository } = checkout
  const dirty = checkout.dirt.length > 0
  return {
    ...local,
    id: dirty ? `${sha}-dirty` : sha,
    sha,
    dirty,
    ...(ref && { ref }),
    ...(repository && { repository }),
  }
}

function triggerOf(checkout: Checkout | undefined): Trigger {
  if (!checkout) return { event: 'local', defaultBranch: 'main' }
  const { defaultBranch, onDefaultBranch, dirt, sha, parent } = checkout
  // What is not committed yet stands on the commit itself.
  const baseSha = dirt.length > 0 ? sha : parent
  return {
    event: 'local',
    defaultBranch,
    ...(baseSha && { baseSha }),
    ...(onDefaultBranch && { branch: defaultBranch }),
  }
}
