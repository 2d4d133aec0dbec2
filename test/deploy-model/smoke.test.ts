import { expect, test } from 'vitest'
import { parseSmoke } from '../../src/deploy-model/smoke.ts'

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
