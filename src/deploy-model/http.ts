import { visible } from '../report/visible.ts'

/** What came of one request. */
export type HttpAnswer =
  | {
      readonly status: number
      readonly json: unknown
      readonly isJson: boolean
      /** of what it says, on one line; hostile */
      readonly start: string
    }
  | {
      readonly failure: string
      /** nobody listens there, or whoever did hung up: no server answers late in this way */
      readonly isNobody: boolean
    }

export interface HttpRequest {
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** milliseconds for the whole answer */
  readonly timeoutMs: number
}

/** More than this of an answer is not read. */
const largestAnswer = 8 << 20

/** Never throws for what the server does. Redirects are answers: where they lead to is not what was asked. */
export async function ask({
  url,
  method = 'GET',
  headers,
  body,
  timeoutMs,
}: HttpRequest): Promise<HttpAnswer> {
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { connection: 'close', ...headers },
      ...(body !== undefined && { body }),
    })
    const text = await textOf(response)
    if (text === undefined)
      return { failure: `the answer is longer than ${largestAnswer} bytes`, isNobody: false }
    return { status: response.status, start: visible(text, 120), ...parsed(text) }
  } catch (error) {
    return { failure: whyNot(error, timeoutMs), isNobody: gone.has(codeOf(error)) }
  }
}

async function textOf({ body }: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    if (bytes > largestAnswer) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parsed(text: string): { json: unknown; isJson: boolean } {
  try {
    return { json: JSON.parse(text), isJson: true }
  } catch {
    return { json: undefined, isJson: false }
  }
}

const gone: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'UND_ERR_SOCKET'])

const codeOf = (error: unknown) =>
  error instanceof Error ? ((error.cause ?? error) as NodeJS.ErrnoException).code : undefined

function whyNot(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer in ${timeoutMs / 1000} s`
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message
}
