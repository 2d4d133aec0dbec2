import type { Answer } from './answer.ts'
import { artifactService } from './artifact-service.ts'
import { cacheService } from './cache-service.ts'
import { readRuntimeToken } from './runtime.ts'
import { TwirpError, type TwirpMethod } from './twirp.ts'
import type { World } from './world.ts'

const services: Readonly<Record<string, Readonly<Record<string, TwirpMethod>>>> = {
  'github.actions.results.api.v1.ArtifactService': artifactService,
  'github.actions.results.api.v1.CacheService': cacheService,
}

interface TwirpRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly bytes: Buffer
}

/** The results service: the runner's artifacts and caches. */
export function answerTwirp(world: World, key: string, { url, headers, bytes }: TwirpRequest): Answer {
  try {
    const [, , service = '', name = ''] = url.pathname.split('/')
    const method = services[service]?.[name]
    if (!method) throw new TwirpError(404, 'bad_route', `no handler for path ${url.pathname}`)
    const bearer = String(headers.authorization ?? '').replace(/^bearer /i, '')
    const runtime = readRuntimeToken(key, bearer)
    if (!runtime) throw new TwirpError(401, 'unauthenticated', 'the runtime token is not valid')
    const body = JSON.parse(bytes.toString('utf8') || '{}') as Record<string, unknown>
    return { status: 200, json: method({ world, runtime, body }) }
  } catch (error) {
    if (error instanceof TwirpError) return error.answer
    throw error
  }
}
