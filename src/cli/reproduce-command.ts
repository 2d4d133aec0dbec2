import { spawn } from 'node:child_process'
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { configurationError, inputError } from '../errors.ts'
import { git, tryGit } from '../git/git.ts'
import { asStage, parseRecord, readBundle } from '../record/bundle.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import type { TrainRecord } from '../record/train.ts'
import { visible } from '../report/visible.ts'
import { reproductionOf } from '../train/reproduction.ts'
import { withLocalPorts } from './with-local-ports.ts'

/** `modelassay reproduce`: trains again at the commit of a training, and says whether the same came of it. */
export function addReproduce(program: Command): void {
  program
    .command('reproduce')
    .description(
      'Train again in a worktree at the commit of an earlier training, and say whether the model is bit-identical, has the same metrics, differs within what seeds differ by, or is different.',
    )
    .argument('[run]', 'commit of the run, or a folder with its train record; default: this commit')
    .option('--config <file>', 'configuration file', 'modelassay.yml')
    .option('--json', 'print {outcome, reason} as JSON, and nothing else')
    .addHelpText('after', '\nExit codes: 0 reproduced · 1 different or failed · 2 configuration or input')
    .action((run: string | undefined, { config, json }: { config: string; json?: boolean }) =>
      withLocalPorts(process, async ({ runner }) => {
        const first = await trainingOf(run, runner.runs, runner.workspace)
        const second = await trainedAgain(first, config, runner.workspace)
        const { outcome, reason } = reproductionOf(first, second)
        process.exitCode = outcome === 'different' || outcome === 'failed' ? 1 : 0
        process.stdout.write(json ? canonicalJson({ outcome, reason }) : `${visible(reason, 1000)}\n`)
      }),
    )
}

/** The newest training of a run that made a model. */
async function trainingOf(run: string | undefined, runs: string, cwd: string): Promise<TrainRecord> {
  const named = run === undefined ? undefined : resolve(cwd, run)
  const entries = named === undefined ? [] : await readdir(named).catch(() => [])
  if (named !== undefined && entries.includes('record.json'))
    return asStage(await readBundle(named), 'train').record
  const sha = (
    await git(['rev-parse', '--verify', '--end-of-options', `${run ?? 'HEAD'}^{commit}`], { cwd })
  ).trim()
  const folders = await readdir(join(runs, sha)).catch(() => [])
  const found: TrainRecord[] = []
  for (const folder of folders.filter((name) => /-train-\d+$/.test(name))) {
    const { record } = asStage(await readBundle(join(runs, sha, folder)), 'train')
    if (record.passes && record.verdict === 'trained') found.push(record)
  }
  const newest = found.sort((a, b) => a.run.attempt - b.run.attempt).at(-1)
  if (newest) return newest
  throw inputError('no-training', `no training of commit ${sha.slice(0, 7)} that made a model is kept here`, {
    hint: 'Name a commit that was trained here from a clean working tree, or a folder with a train record.',
  })
}

async function trainedAgain({ run }: TrainRecord, config: string, workspace: string): Promise<TrainRecord> {
  if (run.sha === undefined || run.dirty)
    throw configurationError(
      'not-of-a-commit',
      'that training was not of a commit, so nobody can repeat it',
      {
        hint: 'Commit what it is made of, train again, and reproduce that.',
      },
    )
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'modelassay-reproduce-')))
  const tree = join(folder, 'tree')
  try {
    const top = (await git(['rev-parse', '--show-toplevel'], { cwd: workspace })).replace(/\r?\n$/, '')
    await git(['worktree', 'add', '--quiet', '--detach', tree, run.sha], { cwd: workspace })
    const cwd = join(tree, relative(await realpath(top), await realpath(workspace)))
    const text = await printed(['train', '--json', '--skip-unchanged', 'false', '--config', config], cwd)
    return parseRecord(text, 'the second training') as TrainRecord
  } finally {
    await tryGit(['worktree', 'remove', '--force', tree], { cwd: workspace })
    await rm(folder, { recursive: true, force: true })
  }
}

/** What this very program prints in another folder; its log goes where this one's does. */
const printed = (args: readonly string[], cwd: string) =>
  new Promise<string>((settle, fail) => {
    const child = spawn(process.execPath, [process.argv[1]!, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', fail)
    child.once('close', () => settle(Buffer.concat(chunks).toString('utf8')))
  })
