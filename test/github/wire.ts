import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answer } from './answer.ts'
import type { Fault } from './faults.ts'
import type { LoggedRequest } from './github.ts'

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Tags such as `churn@v1` are readable in the log, and faults match them as they are. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

export function logOf(request: IncomingMessage, target: URL, bytes: Buffer): LoggedRequest {
  const { method = 'GET', headers } = request
  const common = { method, path: decoded(target.pathname), query: Object.fromEntries(target.searchParams) }
  if (bytes.length === 0 || /octet-stream|zip|xml/.test(headers['content-type'] ?? '')) return common
  try {
    return { ...common, body: JSON.parse(bytes.toString('utf8')) as unknown }
  } catch {
    return common
  }
}

/** What a fault says in place of the server. */
export const spoilt = ({ headers = {}, body }: Fault, status: number): Answer => ({
  status,
  json: body ?? { message: `Injected ${status}`, documentation_url: 'https://docs.github.com/rest' },
  headers,
})

let answered = 0

export function send(response: ServerResponse, { status, json, bytes, headers = {} }: Answer): void {
  const payload = json === undefined ? bytes : Buffer.from(JSON.stringify(json))
  answered += 1
  response.writeHead(status, {
    ...(json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'x-github-request-id': `TEST:${answered}`,
    'x-ms-request-id': `test-${answered}`,
    ...(payload === undefined ? {} : { 'content-length': String(payload.length) }),
    ...headers,
  })
  response.end(payload)
}
