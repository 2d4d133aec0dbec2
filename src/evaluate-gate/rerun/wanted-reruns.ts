import type { Project } from '../../config/project.ts'
import type { BaselineSource } from '../baselines/find-baselines.ts'
import { digestAt } from '../digest-at.ts'
import { placeOf, tableOf } from '../evaluation-work.ts'
import type { BaselineRequest } from '../request.ts'

/** What one baseline needs again. */
export interface Wanted {
  readonly source: BaselineSource
  /** of what is done once for all baselines that have it in common */
  readonly key: string
  readonly names: readonly string[]
}

/** What is to be evaluated again, by baseline; those that need nothing are left out. */
export async function wantedReruns(
  project: Project,
  baselines: readonly BaselineRequest[],
  sources: ReadonlyMap<BaselineRequest, BaselineSource>,
): Promise<Map<BaselineRequest, Wanted>> {
  const wanted = new Map<BaselineRequest, Wanted>()
  for (const request of baselines) {
    const source = sources.get(request)
    const names = source && request.kind !== 'file' ? await evaluationsToRerun(project, source) : []
    if (source && names.length > 0) wanted.set(request, { source, key: keyOf(source), names })
  }
  return wanted
}

/** A model at a commit, and every evaluation that any baseline needs of it again. */
export interface Subject {
  /** where its model may be had from */
  readonly sources: BaselineSource[]
  readonly names: Set<string>
}

/** What was made of a working tree that differed from its commit has nothing in common with what was made of the commit. */
const keyOf = ({ gate: { record } }: BaselineSource) =>
  `${record.run.sha} ${record.model_digest}${record.run.dirty ? ' of a working tree' : ''}`

/** By {@link Wanted.key}. */
export function subjectsOf(wanted: ReadonlyMap<BaselineRequest, Wanted>): Map<string, Subject> {
  const subjects = new Map<string, Subject>()
  for (const { source, key, names } of wanted.values()) {
    const subject = subjects.get(key) ?? { sources: [], names: new Set() }
    subject.sources.push(source)
    for (const name of names) subject.names.add(name)
    subjects.set(key, subject)
  }
  return subjects
}

/** Evaluations whose stored predictions are not wanted, or are of another test set as far as can be told before the work. */
async function evaluationsToRerun(project: Project, { gate: { record } }: BaselineSource): Promise<string[]> {
  const { config } = project
  const names: string[] = []
  for (const [name, { baseline, judged }] of Object.entries(config.evaluations)) {
    const recorded = record.evaluations?.find((evaluation) => evaluation.name === name)
    if (baseline === 'stored' || !judged || !recorded || recorded.judged === false) continue
    const table = tableOf(config, name)
    const digest = table && (await digestAt(placeOf(project, table.path)))
    if (baseline === 'rerun' || digest === undefined || digest !== recorded.identity.value) names.push(name)
  }
  return names
}
