import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { webFetch } from '../../src/launch/proxy.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const close of closing.splice(0)) await close()
})

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  )
  return (server.address() as AddressInfo).port
}

/** A proxy that leads every host to one server, and the hosts that it was asked for. */
async function proxyTo(port: number): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const sockets: Socket[] = []
  const proxy = createServer().on('connect', ({ url = '' }, client) => {
    asked.push(url)
    const there = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      there.pipe(client).pipe(there)
    })
    sockets.push(there)
  })
  closing.push(() => sockets.map((socket) => socket.destroy()))
  return { url: `http://127.0.0.1:${await listening(proxy)}`, asked }
}

test('a machine behind a proxy reaches GitHub through it, and what no_proxy names directly', async () => {
  const port = await listening(createServer(({ url }, answer) => answer.end(`served ${url}`)))
  const { url, asked } = await proxyTo(port)
  vi.stubEnv('http_proxy', url)
  vi.stubEnv('no_proxy', 'inside.example')
  const get = webFetch(process.env)
  expect(await (await get('http://api.github.example/rate_limit')).text()).toBe('served /rate_limit')
  expect(asked).toEqual(['api.github.example:80'])
  await expect(get('http://inside.example/')).rejects.toThrow()
  expect(asked).toHaveLength(1)
})

test('without a proxy it is Node’s own', () => {
  expect(webFetch({})).toBe(fetch)
})
