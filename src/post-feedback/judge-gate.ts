import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Project } from '../config/project.ts'
import { AssayError, inputError } from '../errors.ts'
import { judgeAgain } from '../evaluate-gate/judge-again.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { recordFormat } from '../record/every-record.ts'
import type { Runner } from '../runner/runner.ts'
import type { Ports } from '../stage/stage.ts'
import { suiteVersion } from '../version.ts'
import { baseProject } from './base-project.ts'
import type { JudgedRun } from './judged-run.ts'

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
  { run, pull, fork }: JudgedRun,
  asked: string | undefined,
  portsOf: (run: Runner['run'], temp: string) => Ports,
): Promise<OwnVerdict> {
  const { record } = stored
  const { leg, matrix } = record.run
  const own: Runner['run'] = {
    id: run.id,
    attempt: record.run.attempt,
    ...(leg !== undefined && { leg }),
    ...(matrix && { matrix }),
    event: 'pull_request',
    workflow: run.path,
    sha: run.headSha,
    head_sha: run.headSha,
    pull_request: pull.number,
  }
  const ports = portsOf(own, `${stored.folder}-judged`)
  const { runner, forge } = ports
  const started = runner.now().toISOString()
  const whole = (finding: Partial<EvaluateGateRecord>) =>
    ({
      built_on: [],
      ...finding,
      schema: recordFormat,
      stage: 'evaluate-gate',
      name: record.name,
      run: runner.run,
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
    if (record.error) {
      const { code, message, hint } = record.error
      throw inputError(code, message, { hint })
    }
    project = await baseProject(record, asked, pull.baseSha, forge!.contents, join(runner.temp, 'policy'))
    const { built_on, ...finding } = await judgeAgain(stored, project, ports, join(runner.temp, 'scratch'))
    const reason = `${whose(fork)} ${finding.reason}`
    return {
      record: whole({ ...finding, built_on: [...built_on], reason } as Partial<EvaluateGateRecord>),
      project,
    }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    const { code, message, hint } = error
    const said = whole({ verdict: 'error', passes: false, reason: message, error: { code, message, hint } })
    return { record: said, ...(project && { project }) }
  }
}

const whose = (fork: boolean) =>
  fork
    ? "Judged by the rules of the base, from predictions that are the fork's own word."
    : 'Judged by the rules of the base, from the predictions that the run kept.'
