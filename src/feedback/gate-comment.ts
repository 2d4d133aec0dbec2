import type { Forge } from '../forge/forge.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { commentMarkdown } from '../report/gate/comment-markdown.ts'
import type { Runner } from '../runner/runner.ts'
import { isOfLaterRun, markerOf, stampOf } from './marker.ts'
import { basisOfRun, commentSections, type ReadOnce, sectionsOfRun } from './run-sections.ts'
import { type Draft, type Kept, keepComment } from './shared-comment.ts'
import { wantsComment } from './wanted.ts'

/** A comment holds 65,536 characters by GitHub's own message; bytes are never fewer. */
const mostBytes = 65_000

export interface GateComment {
  readonly forge: Pick<Forge, 'comments' | 'repository'>
  readonly runner: Pick<Runner, 'run' | 'bundles' | 'temp' | 'log'>
  /** this job's own */
  readonly record: EvaluateGateRecord
  /** number of the pull request */
  readonly issue: number
  /** waits before a further round */
  pause(round: number): Promise<void>
}

/** The comment of this workflow on the pull request, with a section of each of this run's gates. */
export function gateComment({ forge, runner, record, issue, pause }: GateComment): Promise<Kept> {
  const marker = markerOf(record.run)
  const head = `${marker}\n${stampOf(runner.run)}\n`
  const site = forge.repository.url
  const read: ReadOnce = new Map()
  const draft = async (): Promise<Draft> => {
    const found = await sectionsOfRun(record, site, runner, read)
    const sections = await commentSections(found, site, runner.run)
    return {
      body: head + commentMarkdown(sections, mostBytes - Buffer.byteLength(head)),
      basis: found.basis,
      wanted: found.gates.some((gate) => 'unread' in gate || wantsComment(gate.record)),
    }
  }
  return keepComment({
    comments: forge.comments,
    issue,
    marker,
    draft,
    basis: () => basisOfRun(record, runner),
    isLater: (body) => isOfLaterRun(body, runner.run),
    pause,
  })
}
