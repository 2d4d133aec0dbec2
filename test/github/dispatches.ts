import { parse } from 'yaml'
import { noContent, ok, refuse } from './answer.ts'
import { type Call, type Endpoint, endpoint } from './endpoint.ts'
import { addRun } from './seed.ts'
import type { Dispatch } from './state.ts'
import { workflowOf, workflowText } from './workflows.ts'
import { apiUrl, htmlUrl, type World } from './world.ts'

interface Trigger {
  readonly inputs?: Readonly<
    Record<string, { readonly required?: boolean; readonly default?: unknown } | null>
  >
}

/** The `workflow_dispatch` of a workflow file; undefined when it has none. */
function triggerIn(text: string): Trigger | undefined {
  const on = (parse(text) as { on?: unknown } | null)?.on
  if (on === 'workflow_dispatch') return {}
  if (Array.isArray(on)) return on.includes('workflow_dispatch') ? {} : undefined
  if (typeof on !== 'object' || on === null || !('workflow_dispatch' in on)) return undefined
  return (on.workflow_dispatch as Trigger | null) ?? {}
}

function checkInputs({ inputs: declared = {} }: Trigger, given: Readonly<Record<string, unknown>>): void {
  const unexpected = Object.keys(given).filter((name) => !(name in declared))
  if (unexpected.length > 0) throw refuse(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`)
  for (const [name, input] of Object.entries(declared)) {
    if (input?.required && input.default === undefined && given[name] === undefined) {
      throw refuse(422, `Required input '${name}' not provided`)
    }
  }
}

interface WorkflowDispatch {
  readonly ref: string
  readonly inputs?: Readonly<Record<string, unknown>>
  readonly return_run_details?: boolean
}

function announce(world: World, dispatch: Dispatch): void {
  world.state.dispatches.push(dispatch)
  world.onDispatch(dispatch)
}

async function dispatchWorkflow({ world, token, path, body }: Call<WorkflowDispatch>) {
  const workflow = await workflowOf(world, path.workflow_id ?? '')
  const branch = body.ref.replace(/^refs\/(heads|tags)\//, '')
  const sha = await world.git.commit(body.ref)
  if (!sha || /^[0-9a-f]{40}$/.test(body.ref)) throw refuse(422, `No ref found for: ${body.ref}`)
  const trigger = triggerIn((await workflowText(world, body.ref, workflow.path)) ?? '')
  if (!trigger) throw refuse(422, "Workflow does not have 'workflow_dispatch' trigger")
  const inputs = body.inputs ?? {}
  checkInputs(trigger, inputs)
  const run = addRun(world, {
    workflow: workflow.path,
    event: 'workflow_dispatch',
    headBranch: branch,
    headSha: sha,
    actor: token.login,
    status: 'queued',
  })
  const texts = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)]))
  announce(world, {
    kind: 'workflow_dispatch',
    workflow: workflow.path,
    ref: body.ref,
    inputs: texts,
    run: run.id,
  })
  if (!body.return_run_details) return noContent
  return ok({
    workflow_run_id: run.id,
    run_url: `${apiUrl(world)}/actions/runs/${run.id}`,
    html_url: `${htmlUrl(world)}/actions/runs/${run.id}`,
  })
}

interface RepositoryDispatch {
  readonly event_type: string
  readonly client_payload?: Readonly<Record<string, unknown>>
}

function dispatchRepository({ world, body }: Call<RepositoryDispatch>) {
  const payload = body.client_payload ?? {}
  if (Object.keys(payload).length > 10)
    throw refuse(422, 'No more than 10 properties are allowed; more were supplied.')
  announce(world, { kind: 'repository_dispatch', eventType: body.event_type, payload })
  return noContent
}

export const dispatchEndpoints: readonly Endpoint[] = [
  endpoint('POST', '/actions/workflows/{workflow_id}/dispatches', 'actions=write', dispatchWorkflow),
  endpoint('POST', '/dispatches', 'contents=write', dispatchRepository),
]
