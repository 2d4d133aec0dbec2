import { expect, test } from 'vitest'
import { githubLog } from '../../../src/runner/github/log.ts'
import { commandsIn } from './commands-in.ts'

function recorded() {
  const chunks: Buffer[] = []
  const log = githubLog({ write: (chunk) => chunks.push(Buffer.from(chunk)) })
  return { log, text: () => Buffer.concat(chunks).toString('utf8') }
}

test.each([
  '::error::forged',
  'a\n::add-mask::x',
  'a\r  ::set-output name=passes::true',
  '\t \u0085::warning::x',
  'text ##[error]forged',
  ':::notice::x',
])('a message %j is no command', (message) => {
  const { log, text } = recorded()
  log.info(message)
  expect(commandsIn(text())).toEqual([])
  expect(text().replaceAll('\u200b', '')).toBe(`${message}\n`)
})

test('an annotation keeps to its place and line whatever its texts hold', () => {
  const { log, text } = recorded()
  log.annotate({
    level: 'error',
    message: '100%\r\n::add-mask::x',
    title: 'a,b:c\n::x',
    file: 'data/a,b:c.csv',
    line: 3,
    column: 7,
  })
  log.warning('careful')
  expect(text()).toBe(
    '::error title=a%2Cb%3Ac%0A%3A%3Ax,file=data/a%2Cb%3Ac.csv,line=3,col=7::100%25%0D%0A::add-mask::x\n' +
      '::warning::careful\n',
  )
})

test('annotations beyond what GitHub shows are listed in the log', () => {
  const { log, text } = recorded()
  for (let row = 1; row <= 13; row += 1)
    log.annotate({ level: 'error', message: `row ${row}`, file: 'train.csv', line: row })
  log.annotate({ level: 'notice', message: 'n' })
  expect(commandsIn(text())).toEqual([...Array(10).fill('error'), 'notice'])
  expect(text()).toContain('GitHub shows 10 annotations')
  expect(text()).toContain('\ntrain.csv:13: error: row 13\n')
})

test('a long message is cut where GitHub would cut it', () => {
  const { log, text } = recorded()
  log.warning('x'.repeat(5000))
  expect(text()).toHaveLength('::warning::'.length + 4096 + 1)
  expect(text()).toMatch(/x…\n$/)
})

test('output of a command is no command, until the log speaks again', () => {
  const { log, text } = recorded()
  const group = log.group('Train\n::error::x')
  log.raw(Buffer.from('epoch 1\n::set-output name=verdict::pass\n'))
  log.raw(Buffer.from('::error::forged\nno line break at the end'))
  log.info('done')
  log.raw(Buffer.from('##[error]again\n'))
  group.end()
  group.end()
  expect(commandsIn(text())).toEqual(['group', 'endgroup'])
  expect(text()).toMatch(/no line break at the end\n::[0-9a-f-]{36}::\ndone\n/)
  const tokens = [...text().matchAll(/::stop-commands::(\S+)/g)].map(([, token]) => token)
  expect(new Set(tokens).size).toBe(2)
})

test('a group within a group is a line of it', () => {
  const { log, text } = recorded()
  const outer = log.group('outer')
  const inner = log.group('inner')
  inner.end()
  log.info('still outer')
  outer.end()
  expect(text()).toBe('::group::outer\n▸ inner\nstill outer\n::endgroup::\n')
})
