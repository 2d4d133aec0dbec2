import { ok, refuse } from './answer.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { userJson } from './people.ts'
import type { Token } from './permissions.ts'
import { nodeId, type World } from './world.ts'

/** Who a token is, and how much it may still ask. */
export const accountEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/user', 'metadata=read', ({ world, token }) => {
    if (token.kind === 'workflow') throw refuse(403, 'Resource not accessible by integration')
    return ok({
      ...userJson(world, token.login),
      name: null,
      company: null,
      blog: null,
      location: null,
      email: null,
      hireable: null,
      bio: null,
      public_repos: 1,
      public_gists: 0,
      followers: 0,
      following: 0,
      created_at: '2020-01-01T00:00:00Z',
      updated_at: '2020-01-01T00:00:00Z',
    })
  }),
  endpoint('GET', '/rate_limit', 'metadata=read', ({ world }) => {
    const { limit, used } = world.state.rate
    const rate = { limit, used, remaining: Math.max(0, limit - used), reset: rateReset(world) }
    return ok({ resources: { core: rate, search: rate, graphql: rate }, rate })
  }),
]

/** Seconds since 1970 of the next full hour, when the limit starts anew. */
export const rateReset = (world: World): number => Math.ceil(world.now().getTime() / 3_600_000) * 3600

/** GraphQL, as far as `{ viewer { login } }`. */
export function graphql(world: World, token: Token, query: string): object {
  const fields = /^\s*(?:query\s*\w*\s*)?\{\s*viewer\s*\{([\w\s,]+)\}\s*\}\s*$/.exec(query)?.[1]
  const user = userJson(world, token.login) as { id: number; login: string }
  const served: Record<string, unknown> = {
    login: user.login,
    databaseId: user.id,
    id: nodeId('User', user.id),
  }
  const asked = fields?.split(/[\s,]+/).filter(Boolean)
  const unknown = asked?.find((name) => !(name in served))
  if (!asked || unknown !== undefined) {
    return { errors: [{ type: 'undefinedField', message: `This GitHub answers { viewer { login } } alone` }] }
  }
  return { data: { viewer: Object.fromEntries(asked.map((name) => [name, served[name]])) } }
}
