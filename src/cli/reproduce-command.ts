import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { inputError } from '../errors.ts'
import { tryGit } from '../git/git.ts'
import { type LocalPorts, localPorts } from '../launch/local-ports.ts'
import { openProject } from '../launch/open-project.ts'
import { loadStage } from '../launch/stages.ts'
import { asStage, readBundle } from '../record/bundle.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import type { TrainRecord } from '../record/train.ts'
import { visible } from '../report/visible.ts'
import { reproductionOf } from '../train/reproduction.ts'
import { keptTraining } from './kept-training.ts'
import { registeredAs } from './registered-as.ts'
import { trainAgain } from './train-again.ts'
import { withLocalPorts } from './with-local-ports.ts'

/** `modelassay reproduce`: trains again at the commit of a training, and says whether the same came of it. */
export function addReproduce(program: Command): void {
  program
    .command('reproduce')
    .description(
      'Train again in a worktree at the commit of an earlier training, and say whether the model is bit-identical, has the same metrics, differs within what seeds differ by, or is different, and in which file first.',
    )
    .argument(
      '[run]',
      'commit of the run, a version (1.2.0), an alias (production), or a folder with its train record; default: this commit',
    )
    .option('--config <file>', 'configuration file', 'modelassay.yml')
    .option('--token <token>', 'token for GitHub, where versions are registered there')
    .option('--json', 'print {outcome, reason, commit, first_difference} as JSON, and nothing else')
    .addHelpText('after', '\nExit codes: 0 reproduced · 1 different or failed · 2 configuration or input')
    .action(
      (
        run: string | undefined,
        { config, json, token }: { config: string; json?: boolean; token?: string },
      ) =>
        withLocalPorts(
          process,
          async (ports) => {
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
                ? canonicalJson({
                    outcome,
                    reason,
                    commit,
                    ...(difference && { first_difference: difference }),
                  })
                : `${visible(told.join(' '), 1500)}\n`,
            )
          },
          () => localPorts(process, token, []),
        ),
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
  const commit = await commitOf(run, workspace)
  const registered = commit === undefined ? await registeredTraining(run ?? '', config, ports) : undefined
  // A version's run may have taken its model from the run of another commit: that one trained it.
  if (registered?.verdict === 'trained') return registered
  const sha = commit ?? registered?.run.sha ?? ''
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

/** @returns undefined where git knows no such commit, so that it may be a version */
async function commitOf(run: string | undefined, cwd: string): Promise<string | undefined> {
  const asked = ['rev-parse', '--verify', '--end-of-options', `${run ?? 'HEAD'}^{commit}`]
  const answer = await tryGit(asked, { cwd })
  if (answer.ok) return answer.text.trim()
  if (run === undefined)
    throw inputError(
      'no-training',
      'this folder is at no commit of a git repository, so no training of it can be repeated',
      { hint: 'Name a commit that was trained here, such as HEAD~1, or a folder that holds record.json.' },
    )
  return undefined
}

/** The train record that is kept with a registered version. */
async function registeredTraining(run: string, config: string, ports: LocalPorts): Promise<TrainRecord> {
  const { name, registry, version, known } = await registeredAs(run, config, ports)
  if (version === undefined)
    throw inputError(
      'no-training',
      `${visible(run, 200)} is no commit, no version or alias of ${name}, and no folder with a train record`,
      {
        hint: `Name a commit that was trained here, such as HEAD~1, a folder that holds record.json, or what is registered: ${known.join(', ') || 'nothing yet'}.`,
      },
    )
  const folder = join(ports.runner.temp, 'registered')
  await registry.fetchRecords(name, version, folder)
  return asStage(await readBundle(join(folder, 'records', 'train')), 'train').record
}
