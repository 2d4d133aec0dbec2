import { setTimeout as pause } from 'node:timers/promises'
import type { Project } from '../config/project.ts'
import { AssayError } from '../errors.ts'
import type { Forge } from '../forge/forge.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { stageSummary } from '../report/stage-summary.ts'
import { ownWords } from '../report/words/words-section.ts'
import type { Ports, Told } from '../stage/stage.ts'
import { annotationsOf, gateCheck } from './gate-check.ts'
import { gateComment } from './gate-comment.ts'

/**
 * Tells people the verdict: job summary, check run and the comment on the pull request. The verdict is stored by then;
 * whatever cannot be posted is a warning that names what is missing.
 * @param report settles when the page that the comment links to is there; the rest does not wait for it
 */
export async function tellGate(
  record: EvaluateGateRecord,
  project: Project,
  ports: Ports,
  report: Promise<unknown>,
): Promise<Told> {
  const { runner, forge } = ports
  await attempt('write the job summary', ports, async () =>
    runner.summary(stageSummary(record, await ownWords(record), forge?.repository.url)),
  )
  if (!forge || runner.kind === 'local' || !(await mayPost(forge, ports))) return { outputs: {} }
  const [check, comment] = await Promise.all([
    attempt('create the check run', ports, () => postCheck(forge, record, project, ports)),
    report.then(() =>
      attempt('comment on the pull request', ports, () => postComment(forge, record, project, ports)),
    ),
  ])
  if (check === undefined)
    for (const annotation of annotationsOf(record, project)) runner.log.annotate(annotation)
  return { outputs: { ...(check && { 'check-url': check }), ...(comment && { 'comment-url': comment }) } }
}

/** Is the pull request still the one that was judged? One that is closed or has moved on is left alone. */
async function mayPost({ pulls }: Forge, ports: Ports): Promise<boolean> {
  const { trigger, log } = ports.runner
  const { pullRequest } = trigger
  if (!pullRequest) return true
  const left = (why: string) => {
    log.info(
      `Pull request #${pullRequest.number} ${why}: no check and no comment; the job summary has the report.`,
    )
    return false
  }
  if (pullRequest.fork) return left('comes from a fork, whose token can only read')
  const now = await attempt('read the pull request', ports, () => pulls.get(pullRequest.number))
  if (!now) return true
  if (now.state === 'closed') return left(now.merged ? 'is merged' : 'is closed')
  if (now.headSha !== pullRequest.headSha) return left(`has moved on to ${now.headSha.slice(0, 7)}`)
  return true
}

async function postCheck(
  { checks, repository }: Forge,
  record: EvaluateGateRecord,
  project: Project,
  { runner }: Ports,
) {
  const check = gateCheck(record, project, runner.trigger, repository.url)
  return check && (await checks.create(check)).url
}

async function postComment(forge: Forge, record: EvaluateGateRecord, project: Project, { runner }: Ports) {
  const { pullRequest } = runner.trigger
  if (!pullRequest || project.config.gate.comment === 'never') return undefined
  const kept = await gateComment({ forge, runner, record, issue: pullRequest.number, pause: breather })
  if (kept.outcome === 'kept') return kept.comment.url
  runner.log.info(
    kept.outcome === 'later'
      ? `The comment on #${pullRequest.number} is of a later run, and stays.`
      : `No comment on #${pullRequest.number}: gate.comment is ${project.config.gate.comment}.`,
  )
  return undefined
}

/** Milliseconds between rounds: other jobs of a matrix end about now, and are told in one go. */
const breather = (round: number) => pause(Math.min(5000, 250 * round) * (0.5 + Math.random()))

/** @returns undefined after a warning when it could not be done */
async function attempt<T>(what: string, { runner }: Ports, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (error) {
    const { message } = error as Error
    const hint = error instanceof AssayError ? ` ${error.hint}` : ''
    runner.log.warning(`Could not ${what}: ${message}.${hint} The verdict stands.`)
    return undefined
  }
}
