import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Project } from '../config/project.ts'
import { AssayError, inputError } from '../errors.ts'
import { judgeAgain } from '../evaluate-gate/again/judge-again.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { recordFormat } from '../record/every-record.ts'
import type { Runner } from '../runner/runner.ts'
import type { Ports } from '../stage/stage.ts'
import { suiteVersion } from '../version.ts'
import { layBaseFiles } from './base-files.ts'
import { baseProject, requireModel } from './base-project.ts'
import type { JudgedRun } from './judged-run.ts'
import { keptTraining } from './kept-training.ts'
import { whichRules, withBase } from './which-rules.ts'

/** A verdict of this job's own, and the rules that it was made by, where they could be read. */
export interface OwnVerdict {
  readonly record: EvaluateGateRecord
  readonly project?: Project
}

/**
 * Judges what a run kept by the rules of the base. What cannot be judged is a verdict `error`, and no pass.
 * @param portsOf ports for a run: trust looks for its baseline
 */
export async function judgeGate(
  stored: ReadRecord<EvaluateGateRecord>,
  judged: JudgedRun,
  asked: string | undefined,
  portsOf: (run: Runner['run'], temp: string) => Ports,
): Promise<OwnVerdict> {
  const { record } = stored
  const ports = portsOf(runOf(record, judged), `${stored.folder}-judged`)
  const { runner } = ports
  const started = runner.now().toISOString()
  const whole = (finding: Partial<EvaluateGateRecord>, taken: readonly string[]) =>
    ({
      built_on: [],
      ...finding,
      schema: recordFormat,
      stage: 'evaluate-gate',
      name: record.name,
      run: runner.run,
      judged_again: { fork: judged.fork, taken: [...taken] },
      ...(record.words && { words: record.words }),
      observed: {
        ...finding.observed,
        started_at: started,
        finished_at: runner.now().toISOString(),
        suite_version: suiteVersion,
      },
    }) as EvaluateGateRecord
  let project: Project | undefined
  try {
    await mkdir(runner.temp, { recursive: true })
    const { rules, kept, trust } = await judging(stored, judged, asked, ports, (loaded) => {
      project = loaded
    })
    project = rules
    const { finding, taken } = await judgeAgain(
      kept,
      rules,
      { ...ports, trust },
      join(runner.temp, 'scratch'),
    )
    const { built_on, ...found } = finding
    return {
      record: whole({ ...found, built_on: [...built_on] } as Partial<EvaluateGateRecord>, taken),
      project,
    }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    const { code, message, hint } = error
    const comment = project?.config.gate.comment
    const said = whole(
      {
        verdict: 'error',
        passes: false,
        reason: message,
        error: { code, message, hint },
        ...(comment !== undefined && comment !== 'always' && { comment }),
      },
      [],
    )
    return { record: said, ...(project && { project }) }
  }
}

/**
 * The rules of the base, and what the run kept for them to judge.
 * @param loaded is told of the rules as soon as they are read: they also say whether people want a comment
 */
async function judging(
  stored: ReadRecord<EvaluateGateRecord>,
  { run, pull, fork }: JudgedRun,
  asked: string | undefined,
  ports: Ports,
  loaded: (project: Project) => void,
) {
  const { record } = stored
  const { runner, trust } = ports
  const forge = ports.forge!
  const { file, accepted, vouched } = await whichRules(stored, asked, trust)
  const folder = join(runner.temp, 'policy')
  const project = await baseProject(file, pull.baseSha, forge.contents, folder)
  loaded(project)
  requireModel(project, record.name, pull.baseSha)
  if (record.error) {
    const { code, message, hint } = record.error
    throw inputError(code, message, { hint })
  }
  await layBaseFiles(project, pull.baseSha, forge.contents, folder)
  const training = await keptTraining(stored, run, forge)
  return {
    rules: vouched || !fork ? project : unvouched(project, record.name, runner.trigger.defaultBranch),
    kept: { gate: stored, ...(training && { training }), ...(accepted && { accepted }) },
    trust: withBase(trust, accepted),
  }
}

/** A fork can say which model its predictions are of: of one that was never judged nobody else knows by which file. */
function unvouched(project: Project, name: string, branch: string): Project {
  const note = `no accepted run of this workflow on ${branch} has judged ${name}, so that it is the fork's own word which rules of the base judge it (${project.file})`
  const { policy } = project
  return { ...project, policy: { ...policy, protected: false, notes: [...policy.notes, note] } }
}

/** What judges is this job; what it tells of is the run. */
function runOf(
  { run: { attempt, leg, matrix } }: EvaluateGateRecord,
  { run, pull }: JudgedRun,
): Runner['run'] {
  return {
    id: run.id,
    attempt,
    ...(leg !== undefined && { leg }),
    ...(matrix && { matrix }),
    event: 'pull_request',
    workflow: run.path,
    sha: run.headSha,
    head_sha: run.headSha,
    pull_request: pull.number,
  }
}
