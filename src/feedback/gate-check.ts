import type { Project } from '../config/project.ts'
import type { NewCheck } from '../forge/checks.ts'
import type { Comparison } from '../record/comparison.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { gateLinks } from '../report/gate/gate-links.ts'
import { gateWithin } from '../report/gate/gate-within.ts'
import { headlineOf } from '../report/gate/gate-words.ts'
import { findingLines } from '../report/gate/rule-lines.ts'
import { zoneWords } from '../report/gate/zone-words.ts'
import { subjectOf } from '../report/subject.ts'
import { visible } from '../report/visible.ts'
import type { Annotation } from '../runner/log.ts'
import type { Trigger } from '../runner/runner.ts'

/** Below GitHub's limit of 65,535 bytes. */
const mostBytes = 65_000

/**
 * The check run of a verdict, for the commit that people see. The base branch is in its name: a pull request that is
 * retargeted afterwards does not keep the check of another base.
 */
export function gateCheck(
  record: EvaluateGateRecord,
  project: Project,
  trigger: Trigger,
  site: string,
): NewCheck | undefined {
  const headSha = trigger.pullRequest?.headSha ?? record.run.head_sha ?? record.run.sha
  if (headSha === undefined) return undefined
  const { checks: _itself, ...links } = gateLinks(record, site)
  return {
    name: checkName(record, baseRefOf(record, trigger)),
    headSha,
    conclusion: conclusionOf(record),
    title: visible(`${record.name} ${headlineOf(record).words}`, 250),
    summary: gateWithin(record, mostBytes, links),
    annotations: annotationsOf(record, project),
    ...(links.run !== undefined && { detailsUrl: links.run }),
  }
}

/** A fork's predictions are its own word: what they pass is not a success. */
export function conclusionOf({ verdict, passes, judged_again }: EvaluateGateRecord): NewCheck['conclusion'] {
  if (verdict === 'pass') return judged_again?.fork ? 'neutral' : 'success'
  return passes || verdict === 'skipped' ? 'neutral' : 'failure'
}

function checkName({ name, run }: EvaluateGateRecord, baseRef: string | undefined): string {
  return visible(`modelassay: ${subjectOf({ name, run })}${baseRef ? ` → ${baseRef}` : ''}`, 200)
}

/** A merge queue's branch names the one that it merges into, so that both checks have one name. */
function baseRefOf({ run }: EvaluateGateRecord, { pullRequest, branch }: Trigger): string | undefined {
  const queued = /gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/.exec(run.ref ?? '')?.[1]
  return pullRequest?.baseRef ?? queued ?? branch
}

/** What decided, beside the rules that asked. */
export function annotationsOf(record: EvaluateGateRecord, { file, lines }: Project): Annotation[] {
  if (file === undefined) return []
  const deciding = (record.decided_by ?? []).flatMap((i) => record.comparisons?.[i] ?? [])
  return findingLines(deciding)
    .filter(({ comparison: { zone } }) => zone !== 'no-baseline')
    .map(({ comparison }) => ({
      level: record.passes ? 'warning' : 'error',
      title: visible(`${comparison.metric}: ${zoneWords[comparison.zone].words}`, 200),
      message: visible(comparison.explanation, 2000),
      file,
      line: lineOf(comparison, lines),
    }))
}

function lineOf({ metric, evaluation, rule, by }: Comparison, lines: Project['lines']): number {
  const part = by === undefined ? 'gate' : 'gate.fairness'
  const names = [`${part}.rules.${metric}@${evaluation}`, `${part}.rules.${metric}`]
  const keys = [...names.flatMap((name) => [`${name}.${rule}`, name]), `${part}.rules`, part, 'gate']
  const key = keys.find((candidate) => Object.hasOwn(lines, candidate))
  return key === undefined ? 1 : lines[key]!
}
