import { configurationError, inputError } from '../../errors.ts'
import { type AwsKeys, encoded, signedHeaders } from './aws-signature.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** How an object is asked for. */
export interface ObjectRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** the environment had keys for it */
  readonly signed: boolean
}

/**
 * The request for `s3://bucket/key`, by what the AWS tools take from the environment: AWS_ACCESS_KEY_ID,
 * AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL. Without keys
 * it is not signed, as public buckets allow.
 * @throws AssayError input `bad-address`; configuration `bad-endpoint`, `half-of-keys`
 */
export function objectRequest(address: string, environment: Environment, now: Date): ObjectRequest {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/?#]+)\/(.+)$/i.exec(address) ?? []
  if (!isBucket(bucket) || !isKey(key)) throw noObject(address)
  const { region, url } = placeOf(bucket, key, environment)
  const keys = keysOf(environment)
  return keys === undefined
    ? { url, headers: {}, signed: false }
    : { url, headers: signedHeaders({ url, region, keys, now }), signed: true }
}

/**
 * The request for one page of the names of a bucket's objects.
 * @param prefix that the names begin with
 * @param after token of the page before; absent: the first
 * @throws AssayError as {@link objectRequest}
 */
export function listRequest(
  bucket: string,
  prefix: string,
  after: string | undefined,
  environment: Environment,
  now: Date,
): ObjectRequest {
  const { region, url } = placeOf(bucket, '', environment)
  url.searchParams.set('list-type', '2')
  url.searchParams.set('encoding-type', 'url')
  url.searchParams.set('prefix', prefix)
  if (after !== undefined) url.searchParams.set('continuation-token', after)
  // Spaces are %20 in what is signed.
  url.search = url.search.replaceAll('+', '%20')
  const keys = keysOf(environment)
  return keys === undefined
    ? { url, headers: {}, signed: false }
    : { url, headers: signedHeaders({ url, region, keys, now }), signed: true }
}

function placeOf(bucket: string, key: string, environment: Environment) {
  if (!isBucket(bucket)) throw noObject(`s3://${bucket}`)
  const region = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || 'us-east-1'
  return { region, url: addressOf(bucket, key, region, environment) }
}

const isBucket = (name: string) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)

const noObject = (address: string) =>
  inputError('bad-address', `${address} names no object of a bucket.`, {
    hint: 'Write s3://bucket/key; several objects are a pattern or a list of addresses.',
  })

/** Of names such as `..` addresses are rid, so that another object would be read. A pattern is looked up before (s3-list.ts). */
const isKey = (key: string) =>
  !key.endsWith('/') && !/[*?[{]/.test(key) && key.split('/').every((name) => name !== '.' && name !== '..')

/** Buckets are hosts of their own, but where a certificate would not hold for their name, and beyond AWS. */
function addressOf(bucket: string, key: string, region: string, environment: Environment): URL {
  const path = key.split('/').map(encoded).join('/')
  const endpoint = environment.AWS_ENDPOINT_URL_S3 || environment.AWS_ENDPOINT_URL
  if (endpoint !== undefined && endpoint !== '') return new URL(`${endpointOf(endpoint)}/${bucket}/${path}`)
  if (!/^[a-z0-9-]+$/.test(region))
    throw configurationError('bad-endpoint', 'AWS_REGION is no name of a region', {
      hint: 'Set it to a name such as eu-central-1.',
    })
  const host = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
  return new URL(
    bucket.includes('.') ? `https://${host}/${bucket}/${path}` : `https://${bucket}.${host}/${path}`,
  )
}

/** Plain http is what somebody wrote out there: keys are never sent, only signatures made with them. */
function endpointOf(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (
    (url?.protocol === 'https:' || url?.protocol === 'http:') &&
    url.username === '' &&
    url.password === '' &&
    url.search === ''
  )
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
  throw configurationError('bad-endpoint', 'AWS_ENDPOINT_URL is no address of https:// or http://', {
    hint: 'Set it to the address of the store, such as https://minio.example.com, without user or query.',
  })
}

function keysOf({
  AWS_ACCESS_KEY_ID: id,
  AWS_SECRET_ACCESS_KEY: secret,
  AWS_SESSION_TOKEN: token,
}: Environment): AwsKeys | undefined {
  if (!id && !secret) return undefined
  if (id && secret) return { id, secret, ...(token && { token }) }
  throw configurationError('half-of-keys', 'of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only one is set', {
    hint: 'Give the step both, for example by aws-actions/configure-aws-credentials.',
  })
}
