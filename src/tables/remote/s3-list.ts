import { matchesPattern, splitPattern } from '../../config/path-pattern.ts'
import { inputError, outsideError } from '../../errors.ts'
import type { Web } from './fetch-file.ts'
import { listRequest } from './s3-object.ts'

/** An object that a pattern matches. */
export interface ListedObject {
  readonly address: string
  /** names of its key below the pattern's first wildcard */
  readonly below: readonly string[]
}

/** A page of a list has a thousand names, and never more than this. */
const largestPage = 8 * 2 ** 20
const mostPages = 200
const mostObjects = 10_000
const idleSeconds = 60

/**
 * The objects of `s3://bucket/pattern`, in the order of their keys.
 * @throws AssayError input: `no-files`, `not-fetched`, `too-many-files`; configuration as listRequest; outside `fetch-failed`
 */
export async function listObjects(address: string, web: Web): Promise<ListedObject[]> {
  const [, bucket = '', pattern = ''] = /^s3:\/\/([^/]+)\/(.+)$/i.exec(address) ?? []
  const { fixed } = splitPattern(pattern)
  const found: string[] = []
  let after: string | undefined
  for (let page = 0; ; page++) {
    const text = await pageOf(address, () =>
      web.fetch(...asked(listRequest(bucket, fixed, after, web.environment, web.now()))),
    )
    for (const key of valuesOf('Key', text).map((key) => decoded(key, address)))
      if (!key.endsWith('/') && matchesPattern(pattern, key)) found.push(key)
    after = valuesOf('NextContinuationToken', text)[0]
    if (after === undefined) break
    if (found.length > mostObjects || page === mostPages) break
  }
  if (found.length > mostObjects || after !== undefined)
    throw inputError('too-many-files', `${address} matches too many objects, or begins like too many.`, {
      hint: 'Name more of the key before the first wildcard.',
    })
  if (found.length === 0)
    throw inputError('no-files', `No object matches ${address}.`, {
      hint: 'Check the pattern, and that the keys may list the bucket (s3:ListBucket).',
    })
  return found.sort().map((key) => ({
    address: `s3://${bucket}/${key}`,
    below: key.slice(fixed.length).split('/'),
  }))
}

const asked = ({ url, headers }: ReturnType<typeof listRequest>) =>
  [
    url.href,
    { headers, redirect: 'manual' as const, signal: AbortSignal.timeout(idleSeconds * 1000) },
  ] as const

async function pageOf(address: string, ask: () => Promise<Response>): Promise<string> {
  // What goes wrong on the way can name the address with its signature, so that only this much is told.
  const response = await ask().catch((cause: unknown) => {
    if (cause instanceof Error && 'kind' in cause) throw cause
    throw outsideError('fetch-failed', `${address} cannot be listed: the connection broke.`, {
      hint: 'Run the job again; where it goes on, see that this machine reaches the server.',
    })
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw inputError(
      'not-fetched',
      `${address} cannot be listed: the server answers with status ${response.status}.`,
      {
        hint: 'Set AWS_REGION to where the bucket is, and give the keys of the environment the right to list it (s3:ListBucket).',
      },
    )
  }
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > largestPage)
      throw inputError('not-fetched', `${address} cannot be listed: the answer is no list of objects.`, {
        hint: 'Check AWS_ENDPOINT_URL.',
      })
  }
  return text
}

/** In names that are encoded for addresses a space is a plus. */
function decoded(key: string, address: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', '%20'))
  } catch {
    throw inputError('not-fetched', `${address} cannot be listed: the answer has a name that is none.`, {
      hint: 'Check AWS_ENDPOINT_URL.',
    })
  }
}

/** The values of an element; names come with `encoding-type=url`, so that only tokens can hold an entity. */
const valuesOf = (element: string, text: string) =>
  Array.from(text.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g')), ([, value]) =>
    value!.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  )
