import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { fetchFile } from '../../../src/tables/remote/fetch-file.ts'
import { scratchFolder } from '../engine-for-tests.ts'
import { refusal } from '../several-tables.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const opened: { close(): void }[] = []
afterEach(() => {
  for (const server of opened.splice(0)) server.close()
})

/** A server on localhost that stands for all hosts of https, and what it was asked. */
async function served(answer: Answer, environment: Record<string, string> = {}) {
  const asked: { host: string; url: string; headers: IncomingMessage['headers'] }[] = []
  const server = createServer((request, response) => {
    asked.push({ host: String(request.headers['x-host']), url: request.url ?? '', headers: request.headers })
    answer(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  opened.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
  const { port } = server.address() as AddressInfo
  const toServer = ((href: string, init: RequestInit) => {
    const url = new URL(href)
    expect(url.protocol).toBe('https:')
    const headers = { ...(init.headers as Record<string, string>), 'x-host': url.host }
    return fetch(`http://127.0.0.1:${port}${url.pathname}${url.search}`, { ...init, headers })
  }) as typeof fetch
  const web = {
    fetch: toServer,
    now: () => new Date('2024-01-31T08:00:00Z'),
    environment,
    scratch: scratchFolder(),
  }
  return {
    asked,
    get: (address: string, limits = { bytes: 1000, idleSeconds: 5 }) => fetchFile(address, web, limits),
  }
}

const text =
  (body: string | Buffer, headers = {}): Answer =>
  (_, response) =>
    response.writeHead(200, headers).end(body)

const keys = {
  AWS_ACCESS_KEY_ID: 'KEYID',
  AWS_SECRET_ACCESS_KEY: 'very-secret',
  AWS_SESSION_TOKEN: 'session-token',
}

describe('a table of an address', () => {
  it('is fetched with its end and its tag', async () => {
    const { get, asked } = await served(text('x\n1\n', { etag: '"abc"' }))
    const { file, ...rest } = await get('https://data.example.com/a/train.csv.gz?sig=hidden')
    expect(rest).toEqual({ uri: 'https://data.example.com/a/train.csv.gz', etag: '"abc"' })
    expect(file).toMatch(/[0-9a-f]{16}\.csv\.gz$/)
    expect(await readFile(file, 'utf8')).toBe('x\n1\n')
    expect(asked).toMatchObject([{ host: 'data.example.com', url: '/a/train.csv.gz?sig=hidden' }])
  })

  it('that is compressed on the way only has lost that at the end', async () => {
    const { get } = await served(text(gzipSync('x\n1\n'), { 'content-encoding': 'gzip' }))
    const { file } = await get('https://h.example/train.csv.gz')
    expect(file).toMatch(/[0-9a-f]\.csv$/)
    expect(await readFile(file, 'utf8')).toBe('x\n1\n')
  })

  it('is followed over https, and to nothing else', async () => {
    const to =
      (location: string): Answer =>
      (request, response) =>
        request.url === '/end.csv' ? response.end('x\n') : response.writeHead(302, { location }).end()
    const good = await served(to('https://other.example/end.csv'))
    expect((await good.get('https://h.example/start.csv')).uri).toBe('https://h.example/start.csv')
    expect(good.asked.map(({ host }) => host)).toEqual(['h.example', 'other.example'])
    for (const location of [
      'http://h.example/end.csv',
      'file:///etc/passwd',
      'https://u:p@h.example/end.csv',
      '/start.csv',
    ]) {
      const { get } = await served(to(location))
      expect(await refusal(get('https://h.example/start.csv'))).toBe(
        'not-fetched: https://h.example/start.csv leads to no file over https.',
      )
    }
  })

  it.each([
    [404, 'not-fetched: https://h.example/t.csv cannot be fetched: the server answers with status 404.'],
    [403, 'not-fetched: https://h.example/t.csv cannot be fetched: the server answers with status 403.'],
    [204, 'not-fetched: https://h.example/t.csv cannot be fetched: the server answers with status 204.'],
    [503, 'fetch-failed: https://h.example/t.csv cannot be fetched: status 503.'],
  ])('with status %s is refused, and its query said nowhere', async (status, message) => {
    const { get, asked } = await served((_, response) => response.writeHead(status).end())
    expect(await refusal(get('https://h.example/t.csv?sig=hidden'))).toBe(message)
    expect(asked.length).toBe(status === 503 ? 3 : 1)
  })

  it('is asked for again where an answer is cut short, and is whole or is refused', async () => {
    let times = 0
    const flaky: Answer = (_, response) => {
      response.writeHead(200, { 'content-length': '8' })
      if (++times < 3) {
        response.write('x\n1\n')
        setTimeout(() => response.destroy(), 20)
      } else response.end('x\n1\n2\n3\n'.slice(0, 8))
    }
    const { get } = await served(flaky)
    expect(await readFile((await get('https://h.example/t.csv')).file, 'utf8')).toBe('x\n1\n2\n3\n')
    times = -10
    expect(await refusal(get('https://h.example/t.csv'))).toMatch(/^fetch-failed: /)
  })

  it('that is too large is given up, whatever its server says of its size', async () => {
    const said = await served(text('x'.repeat(2000)))
    expect(await refusal(said.get('https://h.example/t.csv'))).toBe(
      'too-large-to-fetch: https://h.example/t.csv is larger than 1000 bytes.',
    )
    const silent = await served((_, response) => {
      response.write('x'.repeat(900))
      response.end('x'.repeat(900))
    })
    expect(await refusal(silent.get('https://h.example/t.csv'))).toMatch(/^too-large-to-fetch: /)
  })

  it('that never comes is given up', async () => {
    const { get } = await served((_, response) => {
      response.writeHead(200)
      response.write('x\n')
    })
    expect(await refusal(get('https://h.example/t.csv', { bytes: 1000, idleSeconds: 0.2 }))).toBe(
      'fetch-failed: https://h.example/t.csv cannot be fetched: nothing came for a while.',
    )
  })

  it.each([
    'http://h.example/t.csv',
    'ftp://h.example/t.csv',
    'https://user:pass@h.example/t.csv',
    's3://bucket/',
    's3://b/k',
    's3://bucket/a/../k.csv',
    's3://bucket/*.csv',
  ])('%s is none', async (address) => {
    const { get, asked } = await served(text('x\n'))
    const said = await refusal(get(address))
    expect(said).toMatch(/^bad-address: /)
    expect(said).not.toContain('pass@')
    expect(asked).toEqual([])
  })
})

describe('an object of S3', () => {
  it('is asked for with a signature, at the place that the environment says', async () => {
    const { get, asked } = await served(text('x\n'), { ...keys, AWS_REGION: 'eu-central-1' })
    expect((await get('s3://my-bucket/a b/t+1.csv')).uri).toBe('s3://my-bucket/a b/t+1.csv')
    expect(asked).toMatchObject([
      {
        host: 'my-bucket.s3.eu-central-1.amazonaws.com',
        url: '/a%20b/t%2B1.csv',
        headers: {
          'x-amz-date': '20240131T080000Z',
          'x-amz-security-token': 'session-token',
          authorization: expect.stringMatching(
            /^AWS4-HMAC-SHA256 Credential=KEYID\/20240131\/eu-central-1\/s3\/aws4_request,SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,Signature=[0-9a-f]{64}$/,
          ),
        },
      },
    ])
    const own = await served(text('x\n'), { AWS_ENDPOINT_URL: 'https://minio.example:9000/s3/' })
    await own.get('s3://my.bucket/t.csv')
    expect(own.asked).toMatchObject([{ host: 'minio.example:9000', url: '/s3/my.bucket/t.csv' }])
    expect(own.asked[0]?.headers.authorization).toBeUndefined()
  })

  it.each([
    [403, {}, {}, 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment of the step.'],
    [403, keys, {}, 'Give the keys in the environment the right to read the object (s3:GetObject).'],
    [404, keys, { 'x-amz-bucket-region': 'eu-west-1' }, 'Check the address.'],
    [
      301,
      keys,
      { 'x-amz-bucket-region': 'eu-west-1', location: 'https://elsewhere.example/' },
      'Set AWS_REGION to eu-west-1, where the bucket is, and see that the keys may read it.',
    ],
  ])(
    'with status %s is refused with what to do, and no key is said',
    async (status, environment, headers, hint) => {
      const { get, asked } = await served(
        (_, response) => response.writeHead(status, headers).end('no'),
        environment,
      )
      const error = await get('s3://my-bucket/t.csv').catch((thrown) => thrown)
      expect(error).toMatchObject({ code: 'not-fetched', hint })
      expect(JSON.stringify([error.message, error.hint, error.place, String(error.cause)])).not.toMatch(
        /KEYID|very-secret|session-token/,
      )
      expect(asked.length).toBe(1)
    },
  )

  it.each([
    [{ AWS_ACCESS_KEY_ID: 'KEYID' }, 'half-of-keys'],
    [{ AWS_ENDPOINT_URL: 'ftp://minio.example' }, 'bad-endpoint'],
    [{ AWS_ENDPOINT_URL: 'http://user:pass@minio.example' }, 'bad-endpoint'],
    [{ AWS_ENDPOINT_URL: 'https://user:pass@minio.example' }, 'bad-endpoint'],
    [{ AWS_REGION: 'evil.example/' }, 'bad-endpoint'],
  ])('is not asked for with %j', async (environment, code) => {
    const { get, asked } = await served(text('x\n'), environment as Record<string, string>)
    expect(await refusal(get('s3://my-bucket/t.csv'))).toMatch(new RegExp(`^${code}: `))
    expect(asked).toEqual([])
  })
})
