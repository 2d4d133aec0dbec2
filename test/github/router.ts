import type { Endpoint } from './endpoint.ts'

export interface Route {
  readonly endpoint: Endpoint
  readonly path: Readonly<Record<string, string>>
}

/** parts that may contain slashes: refs, file paths, tags, names of environments */
const slashes = new Set(['ref', 'tag', 'basehead', 'branch', 'environment_name', 'name'])
const numbers = /(_number|_id)$/

function pattern(name: string): string {
  if (name === 'path') return '(.*)'
  if (slashes.has(name)) return '(.+)'
  return numbers.test(name) && name !== 'workflow_id' ? '([0-9]+)' : '([^/]+)'
}

const literals = (path: string): number => path.split('/').filter((part) => !part.startsWith('{')).length

/** @returns the function that finds the endpoint of a request; the one with most literal parts wins */
export function routes(
  endpoints: readonly Endpoint[],
): (method: string, path: string, host: Endpoint['host']) => Route | undefined {
  const table = endpoints
    .map((endpoint) => ({
      endpoint,
      names: [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''),
      regex: new RegExp(`^${endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => pattern(name))}$`),
    }))
    .sort((a, b) => literals(b.endpoint.path) - literals(a.endpoint.path))
  return (method, path, host) => {
    for (const { endpoint, names, regex } of table) {
      const match = endpoint.method === method && endpoint.host === host ? regex.exec(path) : null
      if (!match) continue
      const parts = names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')])
      return { endpoint, path: Object.fromEntries(parts) as Record<string, string> }
    }
    return undefined
  }
}
