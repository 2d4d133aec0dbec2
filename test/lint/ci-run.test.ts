import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './files.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ci-run-'))
  mkdirSync(join(folder, 'bin'))
  cpSync(join(root, '.ci'), join(folder, '.ci'), { recursive: true })
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

describe('.ci/chromium', () => {
  const place = () => join(folder, 'chromium')
  /** Runs it as a user for whom these programs are all there is besides the system's own. */
  function install(programs: Readonly<Record<string, string>>) {
    rmSync(place(), { force: true })
    rmSync(join(folder, 'tools'), { recursive: true, force: true })
    mkdirSync(join(folder, 'tools'))
    for (const tool of ['bash', 'env', 'tail', 'true'])
      symlinkSync(`/usr/bin/${tool}`, join(folder, 'tools', tool))
    for (const [name, body] of Object.entries(programs))
      writeFileSync(join(folder, 'tools', name), `#!/usr/bin/bash\n${body}\n`, { mode: 0o755 })
    const { status, stderr } = spawnSync('/usr/bin/bash', [join(folder, '.ci/chromium'), place()], {
      encoding: 'utf8',
      env: { PATH: join(folder, 'tools') },
    })
    return { status, stderr }
  }
  const makes = () =>
    `[[ $1 == update ]] || printf '#!/bin/sh\\n' >"${place()}"; /usr/bin/chmod +x "${place()}" || true`
  const next = ': install it (Debian: apt-get install chromium), the tests open the pages in it\n'

  test('installs it as root, and by sudo where that asks for no password', () => {
    expect(install({ id: 'echo 0', 'apt-get': makes() })).toEqual({ status: 0, stderr: '' })
    const sudo = '[[ $1 == -n ]] && shift && exec "$@"'
    expect(install({ id: 'echo 1000', sudo, 'apt-get': makes() })).toEqual({ status: 0, stderr: '' })
  })

  test('says in one sentence why it cannot', () => {
    const refused = (why: string) => ({ status: 3, stderr: `there is no Chromium, and ${why}${next}` })
    expect(install({ id: 'echo 0' })).toEqual(refused('no apt-get to install it with'))
    const unable = refused('this user is not root and has no sudo without a password')
    expect(install({ id: 'echo 1000', 'apt-get': makes() })).toEqual(unable)
    expect(install({ id: 'echo 1000', sudo: 'exit 1', 'apt-get': makes() })).toEqual(unable)
    expect(install({ id: 'echo 0', 'apt-get': 'echo E: no network >&2; exit 100' })).toEqual(
      refused('apt-get could not install it (E: no network)'),
    )
    expect(install({ id: 'echo 0', 'apt-get': 'true' })).toEqual(
      refused(`what apt-get installed is not at ${place()}`),
    )
  })
})
