import { createHash, createHmac } from 'node:crypto'

/** Keys of an account; they go into signatures only, never into a message or a record. */
export interface AwsKeys {
  readonly id: string
  readonly secret: string
  readonly token?: string
}

export interface SignedRequest {
  readonly url: URL
  readonly region: string
  readonly keys: AwsKeys
  readonly now: Date
  /** besides `host` and those of the signature */
  readonly headers?: Readonly<Record<string, string>>
}

const nothing = createHash('sha256').update('').digest('hex')

/**
 * The headers of a GET of S3 with its signature.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signedHeaders({
  url,
  region,
  keys,
  now,
  headers = {},
}: SignedRequest): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '')
  const day = time.slice(0, 'YYYYMMDD'.length)
  const sent = {
    ...headers,
    'x-amz-content-sha256': nothing,
    'x-amz-date': time,
    ...(keys.token !== undefined && { 'x-amz-security-token': keys.token }),
  }
  const signed = Object.entries({ ...sent, host: url.host }).sort(([a], [b]) => (a < b ? -1 : 1))
  const names = signed.map(([name]) => name).join(';')
  const canonical = [
    'GET',
    url.pathname,
    [...url.searchParams]
      .map((pair) => pair.map(encoded).join('='))
      .sort()
      .join('&'),
    ...signed.map(([name, value]) => `${name}:${value.trim()}`),
    '',
    names,
    nothing,
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(canonical).digest('hex')].join(
    '\n',
  )
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    `AWS4${keys.secret}`,
  )
  const signature = createHmac('sha256', key).update(toSign).digest('hex')
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${keys.id}/${scope},SignedHeaders=${names},Signature=${signature}`,
  }
}

/** As the signature counts it: all but letters, digits and `-._~` is escaped. */
export const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
