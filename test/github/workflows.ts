import { parse } from 'yaml'
import { notFound, ok } from './answer.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { countedList } from './pagination.ts'
import type { Workflow } from './state.ts'
import { readTree } from './trees.ts'
import { apiUrl, htmlUrl, nodeId, type World } from './world.ts'

const folder = '.github/workflows/'

/** Text of a workflow file at a commit, as the git repository has it. */
export async function workflowText(world: World, ref: string, path: string): Promise<string | undefined> {
  const sha = await world.git.commit(ref)
  return sha && world.git.text(['show', `${sha}:${path}`]).catch(() => undefined)
}

/** Workflows become known by their file on the default branch, or by a run. */
export function knowWorkflow(world: World, path: string, name?: string): Workflow {
  const workflow = world.state.workflows.get(path) ?? { id: world.state.id(), path, name: path }
  workflow.name = name ?? workflow.name
  world.state.workflows.set(path, workflow)
  return workflow
}

async function allWorkflows(world: World): Promise<Workflow[]> {
  const head = await world.git.commit(world.defaultBranch)
  const entries = head ? await readTree(world, head, ['-r']) : []
  for (const { path } of entries) {
    if (!path.startsWith(folder) || !/^[^/]+\.ya?ml$/.test(path.slice(folder.length))) continue
    const document: unknown = parse((await workflowText(world, head ?? '', path)) ?? '')
    const name = (document as { name?: unknown } | null)?.name
    knowWorkflow(world, path, typeof name === 'string' ? name : path)
  }
  return [...world.state.workflows.values()]
}

/** @param named id or file name, as the API takes them @throws Refusal 404 */
export async function workflowOf(world: World, named: string): Promise<Workflow> {
  const found = (await allWorkflows(world)).find(
    ({ id, path }) => String(id) === named || path === `${folder}${named}` || path === named,
  )
  if (!found) throw notFound()
  return found
}

function workflowJson(world: World, workflow: Workflow): object {
  const since = '2026-01-01T00:00:00Z'
  return {
    id: workflow.id,
    node_id: nodeId('Workflow', workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: 'active',
    created_at: since,
    updated_at: since,
    url: `${apiUrl(world)}/actions/workflows/${workflow.id}`,
    html_url: `${htmlUrl(world)}/blob/${world.defaultBranch}/${workflow.path}`,
    badge_url: `${htmlUrl(world)}/actions/workflows/${workflow.path.slice(folder.length)}/badge.svg`,
  }
}

export const workflowEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/actions/workflows', 'actions=read', async (call) =>
    countedList(call, 'workflows', await allWorkflows(call.world), (one) => workflowJson(call.world, one)),
  ),
  endpoint('GET', '/actions/workflows/{workflow_id}', 'actions=read', async ({ world, path }) =>
    ok(workflowJson(world, await workflowOf(world, path.workflow_id ?? ''))),
  ),
]
