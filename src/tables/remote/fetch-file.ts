import { createHash } from 'node:crypto'
import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { AssayError, inputError, outsideError } from '../../errors.ts'
import { objectRequest } from './s3-object.ts'
import { shownAddress } from './web-address.ts'

/** What tables are fetched with. */
export interface Web {
  readonly fetch: typeof fetch
  now(): Date
  /** where credentials for S3 come from */
  readonly environment: Readonly<Record<string, string>>
  /** folder for what is fetched */
  readonly scratch: string
}

/** A file of an address on this machine. */
export interface FetchedFile {
  readonly file: string
  /** the address without its query */
  readonly uri: string
  readonly etag?: string
}

export interface FetchLimits {
  /** of a file */
  readonly bytes: number
  /** without a byte */
  readonly idleSeconds: number
}

const usual: FetchLimits = { bytes: 16 * 2 ** 30, idleSeconds: 60 }
const redirects = 5
const tries = 3

/**
 * Fetches a table's file from `https://` or `s3://`, to its end. Redirects lead to https only. What is interrupted or fails on
 * the other side is tried three times in all.
 * @throws AssayError input: `bad-address`, `not-fetched` with the status, `too-large-to-fetch`; configuration as
 * objectRequest; outside: `fetch-failed`, `disk-full`
 */
export async function fetchFile(
  address: string,
  web: Web,
  limits: FetchLimits = usual,
): Promise<FetchedFile> {
  const uri = shownAddress(address)
  const folder = join(web.scratch, 'fetched')
  await mkdir(folder, { recursive: true })
  const hash = createHash('sha256').update(address).digest('hex').slice(0, 16)
  const part = join(folder, `${hash}.part`)
  for (let tried = 1; ; tried++) {
    try {
      const { etag, encoded } = await fetchOnce(address, uri, part, web, limits)
      const file = join(folder, `${hash}${endOf(uri, encoded)}`)
      await rename(part, file)
      return { file, uri, ...(etag !== undefined && { etag }) }
    } catch (error) {
      if (!isPassing(error) || tried === tries) throw asFailure(error, uri)
    }
  }
}

/** The ends of the name, which tell the format. What the server compressed on the way only has been decompressed. */
function endOf(uri: string, encoded: boolean): string {
  const end = /(\.[A-Za-z0-9]{1,10}){1,2}$/.exec(uri.slice(uri.lastIndexOf('/') + 1))?.[0] ?? ''
  return encoded ? end.replace(/\.gz$/i, '') : end
}

/** What may be better a moment later. */
class Passing extends Error {}
const isPassing = (error: unknown) => error instanceof Passing

async function fetchOnce(
  address: string,
  uri: string,
  target: string,
  web: Web,
  limits: FetchLimits,
): Promise<{ etag?: string; encoded: boolean }> {
  const stop = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const waited = () => {
    clearTimeout(timer)
    timer = setTimeout(() => stop.abort(), limits.idleSeconds * 1000)
  }
  waited()
  try {
    const response = await answerOf(address, uri, web, stop.signal)
    const encoded = response.headers.has('content-encoding')
    const length = encoded ? Number.NaN : Number(response.headers.get('content-length') ?? Number.NaN)
    if (length > limits.bytes) throw tooLarge(uri, limits)
    if (response.body === null) throw new Passing('an answer without a body')
    let bytes = 0
    const output = await open(target, 'w')
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        waited()
        bytes += chunk.length
        if (bytes > limits.bytes) throw tooLarge(uri, limits)
        await output.write(chunk)
      }
    } finally {
      await output.close()
    }
    if (bytes !== length && !Number.isNaN(length)) throw new Passing('the answer ended too early')
    const etag = response.headers.get('etag') ?? undefined
    return { encoded, ...(etag !== undefined && { etag }) }
  } catch (error) {
    throw isOurs(error) ? error : new Passing(reasonOf(error, stop.signal.aborted))
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}

const isOurs = (error: unknown) =>
  isPassing(error) || error instanceof AssayError || (error as NodeJS.ErrnoException).code === 'ENOSPC'

/** The code alone: messages of the network can name addresses with their queries. */
function reasonOf(error: unknown, timedOut: boolean): string {
  if (timedOut) return 'nothing came for a while'
  const { cause } = error as Error
  return String((cause as NodeJS.ErrnoException | undefined)?.code ?? 'the connection broke')
}

/** An answer with the file; redirects are followed, by requests without credentials. */
async function answerOf(address: string, uri: string, web: Web, signal: AbortSignal): Promise<Response> {
  const object = /^s3:/i.test(address) ? objectRequest(address, web.environment, web.now()) : undefined
  let url = object?.url ?? new URL(address)
  let headers = { 'accept-encoding': 'identity', ...object?.headers }
  for (let followed = 0; ; followed++) {
    const response = await web.fetch(url.href, { headers, redirect: 'manual', signal })
    if (response.status === 200) return response
    await response.body?.cancel()
    const location = response.headers.get('location')
    const leads = response.status >= 300 && response.status < 400 && location !== null && object === undefined
    if (!leads) throw refused(response, uri, object?.signed)
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined
    if (next?.protocol !== 'https:' || next.username !== '' || followed === redirects)
      throw inputError('not-fetched', `${uri} leads to no file over https.`, {
        hint: 'Name the address that the file itself has.',
      })
    url = next
    headers = { 'accept-encoding': 'identity' }
  }
}

function refused({ status, headers }: Response, uri: string, signed: boolean | undefined): Error {
  if (status >= 500 || status === 429) return new Passing(`status ${status}`)
  const region = headers.get('x-amz-bucket-region')
  return inputError('not-fetched', `${uri} cannot be fetched: the server answers with status ${status}.`, {
    hint:
      region !== null && status >= 300 && status < 500 && status !== 404
        ? `Set AWS_REGION to ${region.replace(/[^a-z0-9-]/g, '')}, where the bucket is, and see that the keys may read it.`
        : status === 404
          ? 'Check the address.'
          : signed === undefined
            ? 'Name an address that can be read without credentials, or use s3://.'
            : signed
              ? 'Give the keys in the environment the right to read the object (s3:GetObject).'
              : 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment of the step.',
  })
}

const tooLarge = (uri: string, { bytes }: FetchLimits) =>
  inputError('too-large-to-fetch', `${uri} is larger than ${bytes} bytes.`, {
    hint: 'Fetch it in a step before, and name the file.',
  })

function asFailure(error: unknown, uri: string): unknown {
  if (isPassing(error))
    return outsideError('fetch-failed', `${uri} cannot be fetched: ${(error as Error).message}.`, {
      hint: 'Run the job again; where it goes on, see that this machine reaches the server, by its proxy if it has one.',
    })
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
    return outsideError('disk-full', 'The disk that holds the temporary folder is full.', {
      hint: 'Free space there, or point the temporary folder at a larger disk.',
      cause: error,
    })
  return error
}
