import { AssayError } from '../errors.ts'
import type { Forge } from '../forge/forge.ts'

/** What an action came to. */
export type Done = {
  readonly outcome: 'done' | 'unchanged' | 'skipped' | 'failed'
  readonly detail: string
  readonly url?: string
}

export type Action = Done & { readonly name: string }

/** Runs an action; whatever keeps it from being done is said in the record and changes no verdict. */
export async function attempted(name: string, act: () => Promise<Done>): Promise<Action> {
  try {
    return { name, ...(await act()) }
  } catch (thrown) {
    const detail =
      thrown instanceof AssayError ? `${thrown.message.replace(/\.$/, '')}. ${thrown.hint}` : String(thrown)
    return { name, outcome: 'failed', detail }
  }
}

/** What an issue is to say. */
export interface IssueText {
  readonly title: string
  readonly body: string
}

const label = 'modelassay-drift'
const marker = (model: string) => `<!-- modelassay drift of ${model} -->`

type Issues = Pick<Forge, 'issues'>

/** One open issue a model: opened once, then kept up to date. */
export async function fileIssue({ issues }: Issues, model: string, text: IssueText): Promise<Done> {
  const body = `${marker(model)}\n${text.body}`
  const [open, ...duplicates] = await openIssues({ issues }, model)
  for (const { number } of duplicates) await issues.update(number, { state: 'closed' })
  if (!open) {
    const created = await issues.create({ title: text.title, body, labels: [label] })
    return { outcome: 'done', detail: `opened #${created.number}`, url: created.url }
  }
  if (open.body === body && open.title === text.title)
    return { outcome: 'unchanged', detail: `#${open.number} says so already`, url: open.url }
  const updated = await issues.update(open.number, { title: text.title, body })
  return { outcome: 'done', detail: `updated #${updated.number}`, url: updated.url }
}

/** Closes what an earlier check opened, with a word why. */
export async function closeIssue({ issues }: Issues, model: string, why: string): Promise<Done> {
  const open = await openIssues({ issues }, model)
  for (const { number } of open) {
    await issues.comment(number, why)
    await issues.update(number, { state: 'closed' })
  }
  const [first] = open
  return first
    ? {
        outcome: 'done',
        detail: `closed ${open.map(({ number }) => `#${number}`).join(', ')}`,
        url: first.url,
      }
    : { outcome: 'unchanged', detail: 'no open issue' }
}

const openIssues = async ({ issues }: Issues, model: string) =>
  (await issues.labelled([label], 'open')).filter(({ body }) => body.startsWith(marker(model)))

export interface Retraining {
  readonly workflow: string
  readonly branch: string
  readonly cooldownHours: number
  /** the training data is what production was trained on, so that training again would give production again */
  readonly sameData: boolean
}

/** Dispatches the training workflow, unless that would change nothing or was done a moment ago. */
export async function retrain(
  { workflows }: Pick<Forge, 'workflows'>,
  plan: Retraining,
  now: Date,
): Promise<Done> {
  if (plan.sameData)
    return {
      outcome: 'skipped',
      detail:
        'no new training data has come since production was trained, so training again would change nothing',
    }
  const [last] = await workflows.runs(plan.workflow, { event: 'workflow_dispatch', branch: plan.branch }, 1)
  const hours = last ? (now.getTime() - last.createdAt.getTime()) / 3_600_000 : Number.POSITIVE_INFINITY
  if (last && hours < plan.cooldownHours)
    return {
      outcome: 'skipped',
      detail: `it was dispatched ${Math.max(0, hours).toFixed(1)} hours ago, within the cool-down of ${plan.cooldownHours} hours`,
      url: last.url,
    }
  await workflows.dispatch(plan.workflow, plan.branch, {})
  return { outcome: 'done', detail: `dispatched ${plan.workflow} on ${plan.branch}` }
}
