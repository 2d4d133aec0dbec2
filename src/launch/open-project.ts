import { dirname, resolve } from 'node:path'
import { readInputs } from '../config/inputs.ts'
import { loadProject } from '../config/load.ts'
import type { Project } from '../config/project.ts'
import { inputCalled } from '../stage/calling.ts'
import { sharedInputs } from '../stage/inputs.ts'
import type { Ports, Stage } from '../stage/stage.ts'
import { policyBase } from './policy-base.ts'

const fileOf = (given: Readonly<Record<string, string>>) =>
  given.config?.trim() || sharedInputs.config.default

/** The name of the model whose project cannot be opened, where its file says it. */
export async function nameOfUnopened(
  given: Readonly<Record<string, string>>,
  { workspace }: Pick<Ports['runner'], 'workspace'>,
): Promise<string | undefined> {
  const { standingName } = await import('../config/standing-name.ts')
  return standingName({ workspace, file: fileOf(given) })
}

/** The project that a stage works on, from what the action or the command was given. */
export async function openProject(
  stage: Pick<Stage, 'inputs' | 'judgesByBase'>,
  given: Readonly<Record<string, string>>,
  { runner, forge }: Pick<Ports, 'runner' | 'forge'>,
): Promise<{ project: Project; own: Readonly<Record<string, string>> }> {
  const file = fileOf(given)
  const { workspace, run, trigger } = runner
  const called = inputCalled(runner.kind)
  const { overrides, own } = readInputs(given, stage.inputs, {
    workspace,
    root: dirname(resolve(workspace, file)),
    called,
  })
  const base = policyBase(runner, forge)
  const project = await loadProject({
    workspace,
    file,
    asked: file !== sharedInputs.config.default,
    ...(runner.home !== undefined && { top: dirname(runner.home) }),
    overrides,
    called,
    // Off GitHub nothing stands between a commit and the rules in it.
    onBranch: runner.kind === 'github' && trigger.branch === trigger.defaultBranch,
    // A branch of anybody's is not one that waivers were reviewed for.
    waivers: runner.kind === 'local' || trigger.branch === trigger.defaultBranch ? 'own' : 'none',
    ...(run.sha !== undefined && { sha: run.sha }),
    ...(base && { base }),
    faultyBase: stage.judgesByBase ? 'stops' : 'left-out',
  })
  const { fault } = project.policy
  if (fault !== undefined) runner.log.warning(`${fault}. The gate judges nothing before that is mended.`)
  return { project, own }
}
