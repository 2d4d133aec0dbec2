import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { unhealthy } from '../../src/deploy-model/health.ts'

async function told(listener: RequestListener): Promise<string | undefined> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  try {
    const url = `http://127.0.0.1:${port}/health`
    return await unhealthy({ url, name: 'churn', version: '0.1.1', others: ['0.1.0'] }, 1000)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const says = (body: unknown): RequestListener => {
  return (_, response) => response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

test.each([
  ['nothing but that it is well', 'ok'],
  ['its version', { name: 'churn', version: '0.1.1' }],
  ['its version without a name', { version: '0.1.1' }],
  ['the version of the server itself', { version: '3.2.1' }],
  ['a name alone, which may be that of the server itself', { name: 'fastapi', status: 'ok' }],
])('a server that says %s serves', async (_, body) => {
  expect(await told(says(body))).toBeUndefined()
})

test.each([
  ['that it is the version before', { name: 'churn', version: '0.1.0' }, '0.1.0'],
  ['the version before without a name', { status: 'ok', version: '0.1.0' }, '0.1.0'],
  ['a version that is none', { name: 'churn', version: 7 }, '7'],
  ['that it knows no version', { name: 'churn', version: null }, 'null'],
])('a server that says %s does not', async (_, body, version) => {
  expect(await told(says(body))).toBe(`it is version ${version} that answers`)
})

test.each([
  ['another model', { name: 'late', version: '0.1.2' }, 'late 0.1.2'],
  ['another model of the same version', { name: 'late', version: '0.1.1' }, 'late 0.1.1'],
  ['another model that knows no version', { name: 'late', version: null }, 'late null'],
  ['another model in hostile text', { name: 'la\nte\u001b[2K', version: ['\u202e1'] }, 'la te [2K [" 1"]'],
  [
    'a version that is no text',
    { name: 'churn', version: { toString: 1, valueOf: 1 } },
    /^version \{"toString"/,
  ],
  ['a name that is no text, and the version before', { name: 7, version: '0.1.0' }, 'version 0.1.0'],
])('a server that names %s does not', async (_, body, what) => {
  const why = await told(says(body))
  expect(why).toMatch(/^it is .* that answers$/)
  const named = why!.slice('it is '.length, -' that answers'.length)
  expect(named).toEqual(typeof what === 'string' ? what : expect.stringMatching(what))
})

test.each<[string, RequestListener, string]>([
  [
    'leads elsewhere',
    (request, response) =>
      request.url === '/ok' ? response.end() : response.writeHead(302, { location: '/ok' }).end(),
    'it answers with status 302',
  ],
  ['never answers', () => {}, 'no answer in 1 s'],
  ['never ends its answer', (_, response) => response.writeHead(200).write(' '), 'no answer in 1 s'],
  ['hangs up', (request) => request.destroy(), 'other side closed'],
])('a server that %s does not', async (_, listener, why) => {
  expect(await told(listener)).toBe(why)
})
