import { created, invalid, ok, refuse } from './answer.ts'
import { commitOf } from './commits.ts'
import { type Call, type Endpoint, endpoint } from './endpoint.ts'
import { list } from './pagination.ts'
import { userJson } from './people.ts'
import { repositoryJson } from './repository.ts'
import type { Status } from './state.ts'
import { apiUrl, nodeId, timestamp, type World } from './world.ts'

export const descriptionLimit = 140

function plainJson(world: World, status: Status) {
  return {
    url: `${apiUrl(world)}/statuses/${status.sha}`,
    avatar_url: 'https://avatars.githubusercontent.com/in/15368?v=4',
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state,
    description: status.description ?? null,
    target_url: status.targetUrl ?? null,
    context: status.context,
    created_at: timestamp(status.createdAt),
    updated_at: timestamp(status.createdAt),
  }
}

const statusJson = (world: World, status: Status) => ({
  ...plainJson(world, status),
  creator: userJson(world, status.creator),
})

interface NewStatus {
  readonly state: Status['state']
  readonly context?: string
  readonly description?: string | null
  readonly target_url?: string | null
}

async function create({ world, token, path, body }: Call<NewStatus>) {
  const sha = path.sha ?? ''
  if ((await world.git.object(sha))?.type !== 'commit') throw refuse(422, `No commit found for SHA: ${sha}`)
  if ((body.description ?? '').length > descriptionLimit) {
    const message = `description is too long (maximum is ${descriptionLimit} characters)`
    throw invalid({ resource: 'Status', code: 'custom', field: 'description', message })
  }
  const status: Status = {
    id: world.state.id(),
    sha,
    state: body.state,
    context: body.context ?? 'default',
    ...(typeof body.description === 'string' ? { description: body.description } : {}),
    ...(typeof body.target_url === 'string' ? { targetUrl: body.target_url } : {}),
    creator: token.login,
    createdAt: world.now(),
  }
  world.state.statuses.push(status)
  return created(statusJson(world, status))
}

/** The newest status of each context, newest first. */
export function latestStatuses(world: World, sha: string): Status[] {
  const found = world.state.statuses.filter((status) => status.sha === sha).reverse()
  return found.filter(
    (status, index) => found.findIndex(({ context }) => context === status.context) === index,
  )
}

async function combined({ world, path }: Call) {
  const sha = await commitOf(world, path.ref ?? '')
  const latest = latestStatuses(world, sha)
  const failed = latest.some(({ state }) => state === 'failure' || state === 'error')
  const pending = latest.length === 0 || latest.some(({ state }) => state === 'pending')
  return ok({
    state: failed ? 'failure' : pending ? 'pending' : 'success',
    statuses: latest.map((status) => plainJson(world, status)),
    sha,
    total_count: latest.length,
    repository: repositoryJson(world),
    commit_url: `${apiUrl(world)}/commits/${sha}`,
    url: `${apiUrl(world)}/commits/${sha}/status`,
  })
}

async function listed(call: Call) {
  const { world, path } = call
  const sha = await commitOf(world, path.ref ?? '')
  const found = world.state.statuses.filter((status) => status.sha === sha).reverse()
  return list(call, found, (status) => statusJson(world, status))
}

export const statusEndpoints: readonly Endpoint[] = [
  endpoint('POST', '/statuses/{sha}', 'statuses=write', create),
  endpoint('GET', '/commits/{ref}/status', 'statuses=read', combined),
  endpoint('GET', '/commits/{ref}/statuses', 'statuses=read', listed),
]
