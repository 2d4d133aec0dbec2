import type { Project } from '../config/project.ts'
import { AssayError } from '../errors.ts'
import type { Forge } from '../forge/forge.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { gateWithin } from '../report/gate-within.ts'
import { stageSummary } from '../report/stage-summary.ts'
import type { Ports, Told } from '../stage/stage.ts'
import { annotationsOf, gateCheck } from './gate-check.ts'
import { markerOf } from './marker.ts'
import { placeComment } from './sticky-comment.ts'

/** A comment holds 65,536 characters by GitHub's own message; bytes are never fewer. */
const mostBytes = 65_000

/**
 * Tells people the verdict: job summary, check run and the comment on the pull request. The verdict is stored by then;
 * whatever cannot be posted is a warning that names what is missing.
 */
export async function tellGate(record: EvaluateGateRecord, project: Project, ports: Ports): Promise<Told> {
  const { runner, forge } = ports
  await attempt('write the job summary', ports, () => runner.summary(stageSummary(record)))
  if (!forge || runner.kind === 'local' || !(await mayPost(forge, ports))) return { outputs: {} }
  const check = await attempt('create the check run', ports, () => postCheck(forge, record, project, ports))
  const comment = await attempt('comment on the pull request', ports, () =>
    postComment(forge, record, project, ports),
  )
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

async function postCheck({ checks }: Forge, record: EvaluateGateRecord, project: Project, { runner }: Ports) {
  const check = gateCheck(record, project, runner.trigger, runner.url)
  return check && (await checks.create(check)).url
}

async function postComment(
  { comments }: Forge,
  record: EvaluateGateRecord,
  project: Project,
  { runner }: Ports,
) {
  const { pullRequest } = runner.trigger
  if (!pullRequest || project.config.gate.comment === 'never') return undefined
  const marker = markerOf(record.name, record.run)
  const body = `${marker}\n${gateWithin(record, mostBytes - Buffer.byteLength(marker) - 1, runner.url)}`
  return (await placeComment(comments, pullRequest.number, marker, body)).url
}

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
