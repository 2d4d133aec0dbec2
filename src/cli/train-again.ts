import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { AssayError, configurationError } from '../errors.ts'
import { git, tryGit } from '../git/git.ts'
import { runStage } from '../launch/command.ts'
import { declaredOutputs } from '../launch/declared-outputs.ts'
import { localPorts } from '../launch/local-ports.ts'
import { loadStage } from '../launch/stages.ts'
import { firstDifference } from '../models/first-difference.ts'
import { modelArtifact } from '../models/store.ts'
import type { TrainRecord } from '../record/train.ts'
import type { LocalRunner } from '../runner/local/runner.ts'
import { differenceText } from '../train/model/compare-models.ts'
import { bringTables } from './bring-tables.ts'

/** What came of training again. */
export interface Again {
  readonly record: TrainRecord
  /** where the second model differs first, where both are at hand; hostile text */
  readonly difference?: string
}

/**
 * Trains in a worktree of the first training's commit, which goes afterwards.
 * @param config configuration file, from the workspace
 * @throws AssayError configuration: `not-of-a-commit`; what git and `bringTables` throw
 */
export async function trainAgain(
  first: TrainRecord,
  config: string,
  runner: Pick<LocalRunner, 'runs' | 'workspace'>,
): Promise<Again> {
  const { run } = first
  const { workspace } = runner
  if (run.sha === undefined || run.dirty)
    throw configurationError(
      'not-of-a-commit',
      'that training was not of a commit, so nobody can repeat it',
      { hint: 'Commit what it is made of, train again, and reproduce that.' },
    )
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'modelassay-reproduce-')))
  const tree = join(folder, 'tree')
  try {
    const top = (await git(['rev-parse', '--show-toplevel'], { cwd: workspace })).replace(/\r?\n$/, '')
    await git(['worktree', 'add', '--quiet', '--detach', '--end-of-options', tree, run.sha], {
      cwd: workspace,
    })
    const cwd = join(tree, relative(await realpath(top), await realpath(workspace)))
    await bringTables(first, { from: dirname(resolve(workspace, config)), to: dirname(resolve(cwd, config)) })
    const { record, runs } = await trainIn(cwd, config)
    const difference = await differenceOf(keptModel(first, runner.runs), keptModel(record, runs))
    return { record, ...(difference !== undefined && { difference }) }
  } finally {
    await tryGit(['worktree', 'remove', '--force', tree], { cwd: workspace })
    await rm(folder, { recursive: true, force: true })
  }
}

async function trainIn(cwd: string, config: string): Promise<{ record: TrainRecord; runs: string }> {
  const given = { config, 'skip-unchanged': 'false', reproduce: 'false' }
  const written = await declaredOutputs(await loadStage('train'), given, cwd)
  const there = { cwd: () => cwd, env: process.env, stderr: process.stderr }
  const ports = await localPorts(there, undefined, written)
  const { record } = await runStage('train', given, ports, process)
  return { record: record as TrainRecord, runs: ports.runner.runs }
}

/** A record from elsewhere may name anything: only a folder of these runs is looked into. */
function keptModel({ model }: TrainRecord, runs: string): string | undefined {
  const artifact = model && modelArtifact(model)
  return artifact && join(runs, basename(artifact.runId), artifact.name)
}

async function differenceOf(then: string | undefined, now: string | undefined): Promise<string | undefined> {
  if (then === undefined || now === undefined) return undefined
  const difference = await firstDifference(then, now).catch((error: unknown) => {
    if (!(error instanceof AssayError)) throw error
    return undefined
  })
  return difference && differenceText(difference)
}
