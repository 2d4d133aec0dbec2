import type { Project } from '../config/project.ts'
import { AssayError } from '../errors.ts'
import { gateCheck } from '../feedback/gate-check.ts'
import { isOfLaterRun, markerOf, stampOf } from '../feedback/marker.ts'
import { keepComment } from '../feedback/shared-comment.ts'
import { wantsComment } from '../feedback/wanted.ts'
import type { Forge } from '../forge/forge.ts'
import { type CommentSection, commentMarkdown } from '../report/gate/comment-markdown.ts'
import { gateLinks } from '../report/gate/gate-links.ts'
import { stageSummary } from '../report/stage-summary.ts'
import { ownWords } from '../report/words/words-section.ts'
import type { Runner } from '../runner/runner.ts'
import type { Ports } from '../stage/stage.ts'
import { type GatesOfBase, type Unjudged, unjudgedGates } from './gates-of-base.ts'
import { judgeGate, type OwnVerdict } from './judge-gate.ts'
import { type JudgedRun, judgedRun } from './judged-run.ts'
import { keptGates } from './kept-gates.ts'

/** What the action is given, and where it runs. */
export interface PostFeedback {
  /** of the run that judged */
  readonly runId: string
  /** event of the workflow that posts */
  readonly event: string
  /** input `config`; default: what each record names */
  readonly config?: string
  readonly forge: Forge
  readonly here: Pick<Runner, 'log' | 'temp' | 'summary' | 'now'>
  /** ports for judging one gate of the run */
  portsOf(judged: JudgedRun, run: Runner['run'], temp: string): Ports
  /** what the workflow judges on the base */
  gatesOfBase(judged: JudgedRun): Promise<GatesOfBase | undefined>
  pause(round: number): Promise<void>
}

export interface Posted {
  readonly 'comment-url'?: string
  readonly 'check-urls': readonly string[]
  /** every gate of the run passes by the rules of the base */
  readonly passes: boolean
}

const nothing: Posted = { 'check-urls': [], passes: false }
const mostBytes = 65_000

/** Posts for a run that could not post itself. Reads what it left, judges it again, executes nothing of it. */
export async function postFeedback(asked: PostFeedback): Promise<Posted> {
  const { runId, forge, here, event } = asked
  const judged = await judgedRun(runId, forge)
  if (typeof judged === 'string') {
    here.log.info(judged)
    return nothing
  }
  const { run, pull, fork } = judged
  if (fork && event === 'pull_request') {
    here.log.info(
      `Pull request #${pull.number} comes from a fork, whose token can only read: post from a workflow of the event workflow_run.`,
    )
    return nothing
  }
  const gates = await keptGates(run, forge, here.temp, here.log)
  if (gates.length === 0) {
    here.log.info(`Run ${run.id} kept no gate: nothing is posted.`)
    return nothing
  }
  const verdicts: Verdict[] = []
  for (const gate of gates)
    verdicts.push(
      'unreadable' in gate
        ? gate
        : await judgeGate(gate, judged, asked.config, (of, temp) => asked.portsOf(judged, of, temp)),
    )
  const own = verdicts.filter((verdict): verdict is OwnVerdict => 'record' in verdict)
  for (const { record } of own)
    await here.summary(stageSummary(record, await ownWords(record), forge.repository.url))
  const checks = await Promise.all(own.map((verdict) => postCheck(verdict, asked, judged)))
  const unjudged = fork ? unjudgedGates(gates, await asked.gatesOfBase(judged)) : []
  const comment = await attempt('comment on the pull request', asked, () =>
    postComment([...verdicts, ...unjudged], judged, asked),
  )
  return {
    ...(comment && { 'comment-url': comment }),
    'check-urls': checks.flatMap((url) => url ?? []),
    passes:
      own.length === verdicts.length && unjudged.length === 0 && own.every(({ record }) => record.passes),
  }
}

type Verdict = OwnVerdict | { readonly unreadable: string }

const postCheck = ({ record, project }: OwnVerdict, asked: PostFeedback, { pull, fork }: JudgedRun) =>
  attempt('create the check run', asked, async () => {
    const { forge, event } = asked
    const { number, headSha, baseRef, baseSha } = pull
    const trigger = {
      event,
      defaultBranch: '',
      pullRequest: { number, headSha, baseRef, baseSha, fork },
    }
    const check = gateCheck(record, project ?? unruled, trigger, forge.repository.url)!
    return (await forge.checks.create(check)).url
  })

/** Without rules there are no lines to point at. */
const unruled = { lines: {} } as Project

async function postComment(
  verdicts: readonly (Verdict | Unjudged)[],
  { run, pull }: JudgedRun,
  { forge, here, pause }: PostFeedback,
): Promise<string | undefined> {
  const site = forge.repository.url
  const page = `${site}/actions/runs/${encodeURIComponent(run.id)}`
  const told = verdicts.filter((verdict) => !('record' in verdict) || verdict.record.comment !== 'never')
  // Who wants no comment of any model gets none of what is missing beside them.
  if (!told.some((verdict) => !('unjudged' in verdict))) return undefined
  const sections = await Promise.all(
    told.map(async (verdict): Promise<CommentSection> => {
      if (!('record' in verdict)) return { ...verdict, links: { run: page } }
      const words = await ownWords(verdict.record)
      return {
        record: verdict.record,
        links: gateLinks(verdict.record, site),
        ...(words && { words }),
      }
    }),
  )
  const marker = markerOf({ workflow: run.path })
  const head = `${marker}\n${stampOf(run)}\n`
  const kept = await keepComment({
    comments: forge.comments,
    issue: pull.number,
    marker,
    draft: async () => ({
      body: head + commentMarkdown(sections, mostBytes - Buffer.byteLength(head)),
      basis: '',
      wanted: told.some((verdict) => !('record' in verdict) || wantsComment(verdict.record)),
    }),
    basis: async () => '',
    isLater: (body) => isOfLaterRun(body, run),
    pause,
  })
  if (kept.outcome === 'kept') return kept.comment.url
  if (kept.outcome === 'later') here.log.info(`The comment on #${pull.number} is of a later run, and stays.`)
  return undefined
}

async function attempt<T>(
  what: string,
  { here }: PostFeedback,
  act: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await act()
  } catch (error) {
    const hint = error instanceof AssayError ? ` ${error.hint}` : ''
    here.log.warning(`Could not ${what}: ${(error as Error).message}.${hint}`)
    return undefined
  }
}
