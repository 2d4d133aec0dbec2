import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { inputError } from '../errors.ts'
import { tryGit } from '../git/git.ts'
import type { LocalPorts } from '../launch/local-ports.ts'
import { openProject } from '../launch/open-project.ts'
import { loadStage } from '../launch/stages.ts'
import { asStage, readBundle } from '../record/bundle.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import type { TrainRecord } from '../record/train.ts'
import { visible } from '../report/visible.ts'
import { reproductionOf } from '../train/reproduction.ts'
import { keptTraining } from './kept-training.ts'
import { trainAgain } from './train-again.ts'
import { withLocalPorts } from './with-local-ports.ts'

/** `modelassay reproduce`: trains again at the commit of a training, and says whether the same came of it. */
export function addReproduce(program: Command): void {
  program
    .command('reproduce')
    .description(
      'Train again in a worktree at the commit of an earlier training, and say whether the model is bit-identical, has the same metrics, differs within what seeds differ by, or is different, and in which file first.',
    )
    .argument('[run]', 'commit of the run, or a folder with its train record; default: this commit')
    .option('--config <file>', 'configuration file', 'modelassay.yml')
    .option('--json', 'print {outcome, reason, commit, first_difference} as JSON, and nothing else')
    .addHelpText('after', '\nExit codes: 0 reproduced · 1 different or failed · 2 configuration or input')
    .action((run: string | undefined, { config, json }: { config: string; json?: boolean }) =>
      withLocalPorts(process, async (ports) => {
        const first = await trainingOf(run, config, ports)
        const { record, difference } = await trainAgain(first, config, ports.runner)
        const { outcome, reason } = reproductionOf(first, record)
        process.exitCode = outcome === 'different' || outcome === 'failed' ? 1 : 0
        const commit = first.run.sha ?? ''
        const told = [
          `${first.name} at ${commit.slice(0, 7)}, trained again: ${reason}`,
          ...(difference === undefined ? [] : [`The models differ first in ${difference}.`]),
        ]
        process.stdout.write(
          json
            ? canonicalJson({ outcome, reason, commit, ...(difference && { first_difference: difference }) })
            : `${visible(told.join(' '), 1500)}\n`,
        )
      }),
    )
}

/** The newest training of a run that made a model. */
async function trainingOf(run: string | undefined, config: string, ports: LocalPorts): Promise<TrainRecord> {
  const { runs, workspace } = ports.runner
  const named = run === undefined ? undefined : resolve(workspace, run)
  const entries = named === undefined ? [] : await readdir(named).catch(() => [])
  if (named !== undefined && entries.includes('record.json'))
    return asStage(await readBundle(named), 'train').record
  const { project } = await openProject(await loadStage('train'), { config }, ports)
  const { name } = project.config
  const sha = await commitOf(run, workspace)
  const { made, taken } = await keptTraining(runs, sha, name)
  if (made) return made
  throw inputError(
    'no-training',
    `no training of ${name} at ${sha.slice(0, 7)} that made a model is kept here`,
    {
      hint: taken
        ? `Its model was taken from ${visible(taken.reused_from ?? 'elsewhere', 200)}: name the commit of that training, where it is kept here.`
        : 'Name a commit that was trained here from a clean working tree, or a folder with a train record.',
    },
  )
}

async function commitOf(run: string | undefined, cwd: string): Promise<string> {
  const asked = ['rev-parse', '--verify', '--end-of-options', `${run ?? 'HEAD'}^{commit}`]
  const answer = await tryGit(asked, { cwd })
  if (answer.ok) return answer.text.trim()
  throw inputError(
    'no-training',
    run === undefined
      ? 'this folder is at no commit of a git repository, so no training of it can be repeated'
      : `${visible(run, 200)} is neither a commit nor a folder with a train record`,
    { hint: 'Name a commit that was trained here, such as HEAD~1, or a folder that holds record.json.' },
  )
}
