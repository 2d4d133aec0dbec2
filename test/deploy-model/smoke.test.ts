import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { parseSmoke } from '../../src/deploy-model/smoke.ts'
import { tasks } from '../../src/deploy-model/tasks.ts'
import type { Workbench } from '../../src/stage/workbench.ts'
import { freePort } from './serving.ts'

test('requests are read line by line, empty lines ignored, defaults filled in', () => {
  const text =
    '{"request": {"path": "/health"}, "expect": {}}\r\n\n{"request": {"path": "/p", "body": {"a": 1}}, "expect": {"body": {"b": 2}, "tolerance": 0.1}}\n'
  expect(parseSmoke(text, 'smoke.jsonl')).toEqual([
    { request: { path: '/health' }, expect: { status: 200, tolerance: 0, timeout_seconds: 30 } },
    {
      request: { path: '/p', body: { a: 1 } },
      expect: { status: 200, body: { b: 2 }, tolerance: 0.1, timeout_seconds: 30 },
    },
  ])
})

test.each([
  ['not JSON', 'curl http://x', 'it is not JSON'],
  ['a misspelt key', '{"request": {"path": "/p"}, "expects": {}}', 'expect'],
  ['an address of another server', '{"request": {"path": "//evil.example/p"}, "expect": {}}', 'request.path'],
  ['a negative tolerance', '{"request": {"path": "/p"}, "expect": {"tolerance": -1}}', 'expect.tolerance'],
])('a line with %s is named by file and line', (_, line, detail) => {
  const text = `{"request": {"path": "/health"}, "expect": {}}\n${line}\n`
  expect(() => parseSmoke(text, 'smoke.jsonl')).toThrow(
    expect.objectContaining({
      code: 'smoke-unreadable',
      place: { file: 'smoke.jsonl', line: 2 },
      message: expect.stringContaining(detail),
    }),
  )
})

test('a file without requests proves nothing', () => {
  expect(() => parseSmoke('\n\n', 'smoke.jsonl')).toThrow(expect.objectContaining({ code: 'smoke-empty' }))
})

test.each([
  [
    500,
    '{"detail": "no column mass"}',
    'the status is 500, not 200; it answered {"detail": "no column mass"}',
  ],
  [502, '', 'the status is 502, not 200; it answered nothing'],
  [200, '<h1>\u001b[2KLogin</h1>', 'the answer is not JSON; it answered <h1> [2KLogin</h1>'],
])('what was expected and what was answered is said: %s %s', async (status, said, why) => {
  const port = await freePort()
  const server = createServer((_, response) => response.writeHead(status).end(said))
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  const request = {
    request: { path: '/predict', body: {} },
    expect: { status: 200, body: { label: 'a' }, tolerance: 0, timeout_seconds: 5 },
  }
  const asked = tasks.smoke!({ origin: `http://127.0.0.1:${port}`, requests: [request] }, {} as Workbench)
  await expect(asked).rejects.toThrow(`smoke request 1 of 1 (/predict): ${why}`)
  server.close()
})
