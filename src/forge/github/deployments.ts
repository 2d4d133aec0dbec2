import { isDeepStrictEqual } from 'node:util'
import type { Deployment, DeploymentState, Deployments } from '../deployments.ts'
import type { Client } from './client.ts'
import { shortlyBefore } from './just-made.ts'

interface DeploymentAnswer {
  readonly id: number
  readonly environment: string
  readonly sha: string
  readonly task: string
  readonly payload: unknown
  readonly created_at: string
}

const deploymentOf = ({ created_at, payload, ...answer }: DeploymentAnswer): Deployment => ({
  id: answer.id,
  environment: answer.environment,
  sha: answer.sha,
  task: answer.task,
  payload: typeof payload === 'string' ? parsed(payload) : payload,
  createdAt: new Date(created_at),
})

/** GitHub gives a payload back as an object or as its text. */
function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return payload
  }
}

/** older deployments than these are not looked at */
const maxListed = 300
const maxDescription = 140
const needs = 'deployments: write'

const states: readonly string[] = ['in_progress', 'success', 'failure', 'error', 'inactive']
const isState = (state: string): state is DeploymentState => states.includes(state)

export function deploymentsOf(client: Client): Deployments {
  const { rest, at } = client
  const list = async (environment: string) => {
    const found: Deployment[] = []
    const pages = client.paginate.iterator(rest.repos.listDeployments, { ...at, environment, per_page: 100 })
    for await (const { data } of pages) {
      found.push(...data.map(deploymentOf))
      if (found.length >= maxListed) break
    }
    return found
  }
  return {
    list: (environment) =>
      client.ask({ to: `list the deployments to ${environment}`, needs: 'deployments: read' }, () =>
        list(environment),
      ),

    create({ ref, environment, task, description, payload, production }) {
      const since = shortlyBefore(client.now())
      return client.make(
        { to: `create the deployment to ${environment}`, needs },
        async () => {
          const { data } = await rest.repos.createDeployment({
            ...at,
            ref,
            environment,
            task,
            description: cut(description),
            payload: payload as Record<string, unknown>,
            production_environment: production,
            auto_merge: false,
            // the job that asks is a check of this very commit and is not done yet
            required_contexts: [],
          })
          if (!('id' in data)) throw new Error(`GitHub made no deployment: ${data.message}`)
          return deploymentOf(data)
        },
        async () =>
          (await list(environment)).find(
            (one) => one.createdAt >= since && one.task === task && isDeepStrictEqual(one.payload, payload),
          ),
      )
    },

    setState: (id, state, description, logUrl) =>
      client.make(
        { to: `set the deployment ${id} to ${state}`, needs },
        async () => {
          await rest.repos.createDeploymentStatus({
            ...at,
            deployment_id: id,
            state,
            description: cut(description),
            ...(logUrl === undefined ? {} : { log_url: logUrl }),
            // the predecessor is retired by its own status, once this one serves
            auto_inactive: false,
          })
        },
        // saying the same twice changes nothing
        async () => undefined,
      ),

    latestState: (id) =>
      client.ask({ to: `read the state of the deployment ${id}`, needs: 'deployments: read' }, async () => {
        const page = { ...at, deployment_id: id, per_page: 1 }
        const state = (await rest.repos.listDeploymentStatuses(page)).data[0]?.state
        return state !== undefined && isState(state) ? state : undefined
      }),
  }
}

const cut = (text: string) => (text.length > maxDescription ? `${text.slice(0, maxDescription - 1)}…` : text)
