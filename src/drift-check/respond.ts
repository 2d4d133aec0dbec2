import type { Project } from '../config/project.ts'
import type { Ports } from '../stage/stage.ts'
import { type Action, attempted, closeIssue, fileIssue, retrain } from './actions.ts'
import { issueText } from './issue-text.ts'
import type { Reference } from './reference.ts'

type Found = Parameters<typeof issueText>[0]

/** Does what modelassay.yml asks for on drift. Nothing here changes the verdict. */
export async function respond(
  verdict: 'stable' | 'drifted' | 'inconclusive',
  found: Found,
  sameData: boolean,
  { config: { drift } }: Project,
  reference: Reference,
  { forge, runner }: Ports,
): Promise<Action[]> {
  if (verdict === 'inconclusive') return []
  const wanted = verdict === 'stable' ? drift.on_drift.filter((name) => name === 'issue') : drift.on_drift
  if (wanted.length === 0) return []
  if (!forge)
    return wanted.map((name) => ({
      name,
      outcome: 'skipped',
      detail: 'this host has no issues and no workflows',
    }))
  if (verdict === 'stable')
    return [
      await attempted('issue', () =>
        closeIssue(forge, found.name, 'The live data looks as it did: no column drifts any more.'),
      ),
    ]
  const actions: Action[] = []
  if (wanted.includes('retrain')) {
    const workflow =
      drift.retrain_workflow ?? (reference.kind === 'production' ? reference.workflow : undefined)
    actions.push(
      await attempted('retrain', async () =>
        workflow === undefined
          ? { outcome: 'skipped', detail: 'no workflow is known that trains it: set drift.retrain_workflow' }
          : retrain(
              forge,
              {
                workflow,
                branch: runner.trigger.defaultBranch,
                cooldownHours: drift.cooldown_hours,
                sameData,
              },
              runner.now(),
            ),
      ),
    )
  }
  if (wanted.includes('issue')) {
    const [retraining] = actions
    const next = retraining
      ? `Retraining: ${retraining.detail}`
      : 'Look at the columns above, and train again on newer data.'
    actions.push(
      await attempted('issue', () => fileIssue(forge, found.name, issueText(found, next, runner.url))),
    )
  }
  return actions
}
