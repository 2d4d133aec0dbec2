import type { Answer } from './answer.ts'
import type { Needs, Token } from './permissions.ts'
import type { World } from './world.ts'

/** One request to an endpoint; the body has passed GitHub's schema. */
export interface Call<Body = unknown> {
  readonly world: World
  readonly token: Token
  /** the named parts of the path, decoded */
  readonly path: Readonly<Record<string, string>>
  readonly url: URL
  readonly body: Body
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export interface Endpoint {
  readonly method: string
  /** as GitHub's description has it */
  readonly path: string
  readonly needs: Needs
  /** `uploads.github.com` for release assets */
  readonly host: 'api' | 'uploads'
  answer(call: Call): Answer | Promise<Answer>
}

const here = '/repos/{owner}/{repo}'

/** An endpoint below the repository. */
export const endpoint = <Body = unknown>(
  method: string,
  path: string,
  needs: Needs,
  answer: (call: Call<Body>) => Answer | Promise<Answer>,
  host: 'api' | 'uploads' = 'api',
): Endpoint => ({
  method,
  path: path.startsWith('/user') || path === '/rate_limit' ? path : `${here}${path}`,
  needs,
  host,
  answer: (call) => answer(call as Call<Body>),
})

export const numberIn = (call: Call, name: string): number => Number(call.path[name])
