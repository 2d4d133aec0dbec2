import { accountEndpoints, graphql, rateReset } from './account.ts'
import { type Answer, Refusal, refuse } from './answer.ts'
import { artifactEndpoints } from './artifacts.ts'
import { checkEndpoints } from './checks.ts'
import { collaboratorEndpoints } from './collaborators.ts'
import { commentEndpoints } from './comments.ts'
import { commitEndpoints } from './commits.ts'
import { contentEndpoints } from './contents.ts'
import { deploymentEndpoints } from './deployments.ts'
import { dispatchEndpoints } from './dispatches.ts'
import type { Endpoint } from './endpoint.ts'
import { issueEndpoints } from './issues.ts'
import { jobEndpoints } from './jobs.ts'
import { labelEndpoints } from './labels.ts'
import { objectEndpoints } from './objects.ts'
import { demand, type Token } from './permissions.ts'
import { pullEndpoints } from './pulls.ts'
import { refEndpoints } from './refs.ts'
import { releaseEndpoints } from './releases.ts'
import { repositoryEndpoints } from './repository.ts'
import { reviewEndpoints } from './reviews.ts'
import { type Route, routes } from './router.ts'
import { runEndpoints } from './runs.ts'
import { ignored, queryErrors, requestErrors, responseErrors, type Violation } from './schema.ts'
import { statusEndpoints } from './statuses.ts'
import { treeEndpoints } from './trees.ts'
import { assetEndpoints } from './uploads.ts'
import { workflowEndpoints } from './workflows.ts'
import type { World } from './world.ts'

export const endpoints: readonly Endpoint[] = [
  ...repositoryEndpoints,
  ...accountEndpoints,
  ...issueEndpoints,
  ...labelEndpoints,
  ...commentEndpoints,
  ...pullEndpoints,
  ...reviewEndpoints,
  ...collaboratorEndpoints,
  ...commitEndpoints,
  ...contentEndpoints,
  ...refEndpoints,
  ...objectEndpoints,
  ...treeEndpoints,
  ...checkEndpoints,
  ...statusEndpoints,
  ...deploymentEndpoints,
  ...releaseEndpoints,
  ...assetEndpoints,
  ...runEndpoints,
  ...jobEndpoints,
  ...artifactEndpoints,
  ...workflowEndpoints,
  ...dispatchEndpoints,
]

const route = routes(endpoints)

export interface RestRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly bytes: Buffer
}

function tokenOf(world: World, headers: RestRequest['headers']): Token {
  const [, value = ''] = /^(?:token|bearer)\s+(.+)$/i.exec(String(headers.authorization ?? '')) ?? []
  if (value === '') throw refuse(401, 'Requires authentication')
  const token = world.state.tokens.get(value)
  if (!token) throw refuse(401, 'Bad credentials')
  return token
}

function parsed(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown
  } catch {
    throw refuse(400, 'Problems parsing JSON')
  }
}

function limits(world: World): Record<string, string> {
  const { limit, used } = world.state.rate
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-used': String(used),
    'x-ratelimit-remaining': String(Math.max(0, limit - used)),
    'x-ratelimit-reset': String(rateReset(world)),
    'x-ratelimit-resource': 'core',
  }
}

/** What GitHub says to a body that its schema does not allow. */
function refusedBody(errors: readonly string[]): Refusal {
  const tooLong = errors.find((error) => error.includes('NOT have more than'))
  const [, limit = '', unit = ''] = /NOT have more than (\d+) (\w+)/.exec(tooLong ?? '') ?? []
  if (unit === 'items')
    return refuse(422, `Invalid request.\n\nNo more than ${limit} items are allowed; more were supplied.`)
  if (unit === 'characters')
    return refuse(422, `Invalid request.\n\nOnly ${limit} characters are allowed; more were supplied.`)
  return refuse(422, `Invalid request.\n\n${errors.join('\n')}`)
}

/** Checks, permits and answers one REST request; what its schema does not allow goes to `report`. */
export async function answerRest(
  world: World,
  request: RestRequest,
  report: (violation: Violation) => void,
): Promise<Answer> {
  const headers = limits(world)
  try {
    const token = tokenOf(world, request.headers)
    if (world.state.rate.used >= world.state.rate.limit) {
      throw refuse(
        403,
        'API rate limit exceeded for installation ID 1. If you reach out to GitHub Support for help, please include the request ID',
      )
    }
    world.state.rate.used += 1
    const answer: Answer = await answerFor(world, token, request, report)
    return { ...answer, headers: { ...limits(world), ...answer.headers } }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { ...error.answer, headers: { ...headers, ...error.answer.headers } }
  }
}

function answerFor(world: World, token: Token, request: RestRequest, report: (violation: Violation) => void) {
  const pathname = request.url.pathname.replace(/\/contents$/, '/contents/')
  if (pathname === '/graphql' && request.method === 'POST') {
    const { query = '' } = parsed(request.bytes) as { query?: string }
    return { status: 200, json: graphql(world, token, query) }
  }
  const uploads = pathname.startsWith('/uploads/')
  const found = route(
    request.method,
    uploads ? pathname.slice('/uploads'.length) : pathname,
    uploads ? 'uploads' : 'api',
  )
  const { owner = world.owner, repo = world.repo } = found?.path ?? {}
  const elsewhere =
    owner.toLowerCase() !== world.owner.toLowerCase() || repo.toLowerCase() !== world.repo.toLowerCase()
  if (!found) {
    report({
      operation: `${request.method} ${pathname}`,
      where: 'endpoint',
      errors: ['this server has no such endpoint'],
    })
  }
  if (!found || elsewhere) throw refuse(404, 'Not Found')
  return answerEndpoint(world, token, request, found, report)
}

async function answerEndpoint(
  world: World,
  token: Token,
  request: RestRequest,
  { endpoint, path }: Route,
  report: (violation: Violation) => void,
): Promise<Answer> {
  const operation = `${endpoint.method} ${endpoint.path}`
  if (world.isPrivate || endpoint.method !== 'GET') demand(token, endpoint.needs)
  const asked = queryErrors(endpoint.method, endpoint.path, request.url.searchParams)
  if (asked.length > 0) report({ operation, where: 'query', errors: asked })
  const body = endpoint.host === 'uploads' ? undefined : parsed(request.bytes)
  const errors = requestErrors(endpoint.method, endpoint.path, body)
  if (errors.length > 0) report({ operation, where: 'request', errors })
  const grave = errors.filter((error) => !error.startsWith(ignored))
  if (endpoint.host === 'api' && grave.length > 0) throw refusedBody(grave)
  const { url, headers, bytes } = request
  const answer = await endpoint.answer({ world, token, path, url, body, bytes, headers })
  const wrong = responseErrors(endpoint.method, endpoint.path, answer.status, answer.json)
  if (wrong.length > 0) report({ operation, where: 'response', status: answer.status, errors: wrong })
  return answer
}
