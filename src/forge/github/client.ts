import { Octokit } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import { restEndpointMethods } from '@octokit/plugin-rest-endpoint-methods'
import type { Log } from '../../runner/log.ts'
import { explained, type Purpose, type Scene } from './errors.ts'
import { type Patience, persist } from './patience.ts'

/** What `@actions/github` makes, without the HTTP client that it loads beside Node's own. */
const GitHub = Octokit.plugin(restEndpointMethods, paginateRest)
type GitHub = InstanceType<typeof GitHub>

/** One repository on GitHub, and how to ask it. */
export interface Client {
  readonly rest: GitHub['rest']
  readonly paginate: GitHub['paginate']
  readonly request: GitHub['request']
  readonly graphql: GitHub['graphql']
  /** spread into every call */
  readonly at: { readonly owner: string; readonly repo: string }
  readonly patience: Patience
  now(): Date
  /** @throws AssayError instead of what octokit throws */
  ask<T>(purpose: Purpose, call: () => Promise<T>): Promise<T>
  /**
   * A call that makes something, and would make a second one when it was repeated after a lost answer.
   * @param made finds what an attempt without an answer has made; asked before every further attempt
   * @throws AssayError instead of what octokit throws
   */
  make<T>(purpose: Purpose, call: () => Promise<T>, made: () => Promise<T | undefined>): Promise<T>
}

export interface ClientOptions {
  readonly token: string
  readonly apiUrl: string
  readonly owner: string
  readonly repo: string
  readonly log: Pick<Log, 'warning'>
  readonly patience: Patience
  readonly workflow?: string
  /** `fetch` of a machine behind a proxy; default: Node's own */
  readonly fetch?: typeof fetch
}

/** milliseconds for one answer that is not a stream */
const answerTimeout = 30_000

/**
 * Octokit's own plugins for this are not used: their waits have no common bound, they repeat a POST whose answer was
 * lost, and they keep writes a second apart.
 */
export function createClient(options: ClientOptions): Client {
  const { token, apiUrl, owner, repo, log, patience, workflow } = options
  const octokit = new GitHub({
    auth: token,
    baseUrl: apiUrl.replace(/\/+$/, ''),
    userAgent: 'modelassay',
    request: { fetch: options.fetch },
    log: { debug: () => {}, info: () => {}, warn: (message) => log.warning(message), error: () => {} },
  })
  octokit.hook.wrap('request', (request, call) => {
    const isStream = call.request.parseSuccessResponseBody === false || 'data' in call
    const attempt = async () => {
      if (!isStream) call.request = { ...call.request, signal: AbortSignal.timeout(answerTimeout) }
      return request(call)
    }
    const isRepeatable = call.method !== 'POST' || call.url.endsWith('/graphql')
    return isRepeatable ? persist(attempt, patience) : attempt()
  })
  const scene: Scene = {
    host: new URL(apiUrl).host,
    repository: `${owner}/${repo}`,
    ...(workflow === undefined ? {} : { workflow }),
    now: patience.now,
  }
  const explain = (purpose: Purpose) => (error: unknown) => {
    throw explained(error, purpose, scene)
  }
  return {
    rest: octokit.rest,
    paginate: octokit.paginate,
    request: octokit.request,
    graphql: octokit.graphql,
    at: { owner, repo },
    patience,
    now: patience.now,
    ask: (purpose, call) => call().catch(explain(purpose)),
    make: (purpose, call, made) => persist(call, patience, made).catch(explain(purpose)),
  }
}
