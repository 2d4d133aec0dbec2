import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { coloured } from '../../src/report/terminal/colours.ts'
import { type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
beforeAll(async () => {
  place = await workplace()
  await place.modelassay(['data-validate'])
})
afterAll(() => place.remove())

const esc = '\u001b'

test.each([['data-validate'], ['show'], ['data-validate --data nowhere.csv'], ['--help']])(
  'a pipe gets no colours from %s',
  async (line) => {
    expect((await place.modelassay(line.split(' '))).said).not.toContain(esc)
  },
)

test('nor do colours of the user’s command reach a pipe', async () => {
  await place.modelassay(['data-validate'])
  const ran = await place.modelassay(['train', '--run', "node train.mjs; printf '\\033[31mred\\033[0m\\n'"])
  expect(ran.stderr).toContain('red')
  expect(ran.said).not.toContain(esc)
})

test('FORCE_COLOR colours what goes into a pipe, and NO_COLOR is stronger', async () => {
  expect((await place.modelassay(['show'], { env: { FORCE_COLOR: '1' } })).stdout).toContain(esc)
  const both = { FORCE_COLOR: '1', NO_COLOR: '1' }
  expect((await place.modelassay(['show'], { env: both })).stdout).not.toContain(esc)
})

test('--json is never coloured', async () => {
  const { stdout } = await place.modelassay(['data-validate', '--json'], { env: { FORCE_COLOR: '1' } })
  expect(stdout).not.toContain(esc)
})

describe('a terminal', () => {
  const terminal = { isTTY: true }
  test.each([
    [{}, true],
    [{ NO_COLOR: '1' }, false],
    [{ NO_COLOR: '' }, true],
    [{ TERM: 'dumb' }, false],
    [{ FORCE_COLOR: '0' }, false],
  ])('under %j', (env, wanted) => {
    expect(coloured(terminal, env)).toBe(wanted)
  })

  // util-linux and BSD have one command of this name with different options.
  const script = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux')
  test('is coloured, as a real one shows', async () => {
    if (!script) {
      expect(process.env.CI, 'CI has `script` of util-linux').toBeUndefined()
      return console.log('skipped: no `script` of util-linux here to make a terminal with')
    }
    const on = await place.shell(
      'export -f modelassay; SHELL=/bin/bash script -qec "modelassay show" /dev/null',
    )
    expect(on.stdout).toContain(esc)
    const off = await place.shell(
      'export -f modelassay; SHELL=/bin/bash NO_COLOR=1 script -qec "modelassay show" /dev/null',
    )
    expect(off.stdout).toContain('data-validate')
    expect(off.stdout).not.toContain(esc)
  })
})
