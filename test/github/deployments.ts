import { type Answer, created, invalid, noContent, notFound, ok, refuse } from './answer.ts'
import { type Call, type Endpoint, endpoint, numberIn } from './endpoint.ts'
import { list } from './pagination.ts'
import { userJson } from './people.ts'
import type { Deployment, DeploymentState, DeploymentStatus } from './state.ts'
import { descriptionLimit, latestStatuses } from './statuses.ts'
import { apiUrl, nodeId, timestamp, type World } from './world.ts'

function deploymentJson(world: World, deployment: Deployment): object {
  const url = `${apiUrl(world)}/deployments/${deployment.id}`
  return {
    url,
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description ?? null,
    creator: userJson(world, deployment.creator),
    created_at: timestamp(deployment.createdAt),
    updated_at: timestamp(deployment.updatedAt),
    statuses_url: `${url}/statuses`,
    repository_url: apiUrl(world),
    transient_environment: deployment.transient,
    production_environment: deployment.production,
  }
}

function statusJson(world: World, deployment: Deployment, status: DeploymentStatus): object {
  const url = `${apiUrl(world)}/deployments/${deployment.id}`
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: userJson(world, status.creator),
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: timestamp(status.createdAt),
    updated_at: timestamp(status.createdAt),
    deployment_url: url,
    repository_url: apiUrl(world),
  }
}

interface NewDeployment {
  readonly ref: string
  readonly task?: string
  readonly auto_merge?: boolean
  readonly required_contexts?: readonly string[]
  readonly payload?: unknown
  readonly environment?: string
  readonly description?: string | null
  readonly transient_environment?: boolean
  readonly production_environment?: boolean
}

function checkDescription(resource: string, description: string | null | undefined): void {
  if ((description ?? '').length <= descriptionLimit) return
  const message = `description is too long (maximum is ${descriptionLimit} characters)`
  throw invalid({ resource, code: 'custom', field: 'description', message })
}

/** Contexts that stand in the way: all that are not green, or those of the named ones. */
function unmet(world: World, sha: string, required: readonly string[] | undefined): string[] {
  const states = new Map<string, boolean>()
  for (const { context, state } of latestStatuses(world, sha)) states.set(context, state === 'success')
  for (const run of world.state.checkRuns.values()) {
    if (run.headSha === sha) {
      states.set(run.name, ['success', 'neutral', 'skipped'].includes(run.conclusion ?? ''))
    }
  }
  for (const job of world.state.jobs.values()) {
    const run = world.state.runs.get(job.run)
    if (run?.headSha !== sha || job.attempt !== run.attempts.length) continue
    states.set(job.name, ['success', 'neutral', 'skipped'].includes(job.conclusion ?? ''))
  }
  if (required) return required.filter((context) => !states.get(context))
  return [...states].filter(([, green]) => !green).map(([context]) => context)
}

async function create({ world, token, body }: Call<NewDeployment>): Promise<Answer> {
  checkDescription('Deployment', body.description)
  const sha = await world.git.commit(body.ref)
  if (!sha) throw refuse(422, `No ref found for: ${body.ref}`)
  if (body.auto_merge !== false && (await behindDefault(world, body.ref, sha))) {
    return {
      status: 202,
      json: { message: `Auto-merged ${world.defaultBranch} into ${body.ref} on deployment.` },
    }
  }
  const waiting = unmet(world, sha, body.required_contexts)
  if (waiting.length > 0) {
    const errors = waiting.map((context) => ({ contexts: context, resource: 'Deployment', code: 'invalid' }))
    const message = `Conflict: Commit status checks failed for ${body.ref}.`
    return { status: 409, json: { message, documentation_url: 'https://docs.github.com/rest', errors } }
  }
  const environment = body.environment ?? 'production'
  const now = world.now()
  const deployment: Deployment = {
    id: world.state.id(),
    sha,
    ref: body.ref,
    task: body.task ?? 'deploy',
    environment,
    ...(typeof body.description === 'string' ? { description: body.description } : {}),
    payload: body.payload ?? '',
    transient: body.transient_environment ?? false,
    production: body.production_environment ?? environment === 'production',
    creator: token.login,
    createdAt: now,
    updatedAt: now,
    statuses: [],
  }
  world.state.deployments.set(deployment.id, deployment)
  return created(deploymentJson(world, deployment))
}

async function behindDefault(world: World, ref: string, sha: string): Promise<boolean> {
  if (ref === world.defaultBranch || !(await world.git.ref(`refs/heads/${ref}`))) return false
  const ahead = await world.git.text(['rev-list', '--count', `${sha}..refs/heads/${world.defaultBranch}`])
  return ahead !== '0'
}

function deploymentOf(call: Call): Deployment {
  const deployment = call.world.state.deployments.get(numberIn(call, 'deployment_id'))
  if (!deployment) throw notFound()
  return deployment
}

function listed(call: Call) {
  const { world, url } = call
  const fits = (name: 'sha' | 'ref' | 'task' | 'environment') => (deployment: Deployment) => {
    const asked = url.searchParams.get(name)
    return asked === null || asked === 'none' || deployment[name] === asked
  }
  const found = [...world.state.deployments.values()]
    .filter(fits('sha'))
    .filter(fits('ref'))
    .filter(fits('task'))
    .filter(fits('environment'))
    .reverse()
  return list(call, found, (deployment) => deploymentJson(world, deployment))
}

interface NewStatus {
  readonly state: DeploymentState
  readonly log_url?: string
  readonly target_url?: string
  readonly description?: string
  readonly environment?: string
  readonly environment_url?: string
  readonly auto_inactive?: boolean
}

function addStatus(world: World, deployment: Deployment, login: string, body: NewStatus): DeploymentStatus {
  const status: DeploymentStatus = {
    id: world.state.id(),
    state: body.state,
    description: body.description ?? '',
    environment: body.environment ?? deployment.environment,
    environmentUrl: body.environment_url ?? '',
    logUrl: body.log_url ?? body.target_url ?? '',
    creator: login,
    createdAt: world.now(),
  }
  deployment.statuses.push(status)
  deployment.updatedAt = world.now()
  return status
}

/** A success retires the environment's earlier live deployments, except in production and transient ones. */
function createStatus(call: Call<NewStatus>) {
  const { world, token, body } = call
  const deployment = deploymentOf(call)
  checkDescription('DeploymentStatus', body.description)
  const status = addStatus(world, deployment, token.login, body)
  if (body.state === 'success' && body.auto_inactive !== false) {
    for (const earlier of world.state.deployments.values()) {
      const same = earlier.environment === status.environment && earlier.id < deployment.id
      const live =
        same && !earlier.transient && !earlier.production && earlier.statuses.at(-1)?.state === 'success'
      if (live) addStatus(world, earlier, token.login, { state: 'inactive' })
    }
  }
  return created(statusJson(world, deployment, status))
}

function remove(call: Call) {
  const { world } = call
  const deployment = deploymentOf(call)
  const last = deployment.statuses.at(-1)?.state
  if (world.state.deployments.size > 1 && last !== 'inactive') {
    throw refuse(
      422,
      'We cannot delete an active deployment unless it is the only deployment in a given environment.',
    )
  }
  world.state.deployments.delete(deployment.id)
  return noContent
}

export const deploymentEndpoints: readonly Endpoint[] = [
  endpoint('POST', '/deployments', 'deployments=write', create),
  endpoint('GET', '/deployments', 'deployments=read', listed),
  endpoint('GET', '/deployments/{deployment_id}', 'deployments=read', (call) =>
    ok(deploymentJson(call.world, deploymentOf(call))),
  ),
  endpoint('DELETE', '/deployments/{deployment_id}', 'deployments=write', remove),
  endpoint('POST', '/deployments/{deployment_id}/statuses', 'deployments=write', createStatus),
  endpoint('GET', '/deployments/{deployment_id}/statuses', 'deployments=read', (call) => {
    const deployment = deploymentOf(call)
    return list(call, [...deployment.statuses].reverse(), (status) =>
      statusJson(call.world, deployment, status),
    )
  }),
]
