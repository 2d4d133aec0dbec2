import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './files.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ci-run-'))
  mkdirSync(join(folder, '.ci'))
  mkdirSync(join(folder, 'bin'))
  cpSync(join(root, '.ci/run'), join(folder, '.ci/run'))
  for (const tool of ['node', 'git', 'python3', 'go']) program(tool, 'echo 1.0')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const program = (name: string, body: string) =>
  writeFileSync(join(folder, 'bin', name), `#!/usr/bin/env bash\n${body}\n`, { mode: 0o755 })

/** Runs .ci/run with an npm that prints a text and ends with a code. */
function run(text: string, code: number): { status: number | null; last: string | undefined } {
  writeFileSync(join(folder, 'text'), text)
  program(
    'npm',
    `[[ $1 == --version ]] && echo 1.0 && exit\n[[ $CI == true ]] && cat "${folder}/text"; exit ${code}`,
  )
  const { status, stdout } = spawnSync(join(folder, '.ci/run'), [], {
    encoding: 'utf8',
    env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
  })
  return { status, last: stdout.trimEnd().split('\n').at(-1) }
}

describe('.ci/run ends with a line of counts', () => {
  test('when all is well', () => {
    expect(run('      Tests  41 passed (41)\n', 0)).toEqual({ status: 0, last: '41 passed, 0 failed' })
  })

  test('when tests fail', () => {
    const text = '      Tests  3 failed | 41 passed (44)\n'
    expect(run(text, 1)).toEqual({ status: 1, last: '41 passed, 3 failed' })
  })

  test('and fails for a test that was skipped', () => {
    const text = '      Tests  41 passed | 2 skipped (43)\n'
    expect(run(text, 0)).toEqual({ status: 1, last: '41 passed, 2 failed' })
  })

  test('and fails where no test by name did: a file that cannot be loaded, an installation that fails', () => {
    const text = ' Test Files  1 failed | 2 passed (3)\n      Tests  41 passed (41)\n'
    expect(run(text, 1)).toEqual({ status: 1, last: '41 passed, 1 failed' })
    expect(run('npm error code EINTEGRITY\n', 1)).toEqual({ status: 1, last: '0 passed, 1 failed' })
  })

  test('and fails where nothing ran', () => {
    expect(run('', 0)).toEqual({ status: 1, last: '0 passed, 1 failed' })
  })
})
