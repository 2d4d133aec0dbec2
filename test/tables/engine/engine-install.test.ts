import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { installedEngine } from '../../../src/tables/engine/engine-install.ts'
import { engineLibrary, warmEngine } from '../../../src/tables/engine/engine-library.ts'
import { enginePlatform } from '../../../src/tables/engine/engine-platform.ts'
import { engineCache, quiet, scratchFolder } from '../engine-for-tests.ts'

let ready: string
beforeAll(async () => {
  ready = (await installedEngine({ cache: engineCache, log: quiet })).folder
})

/** A stand-in for npm, so that what goes wrong with it can be chosen. */
function npmThat(script: string): string {
  const file = join(scratchFolder(), 'npm')
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}

const outcome = (install: Parameters<typeof installedEngine>[0]) =>
  installedEngine(install).then(
    () => 'installed',
    (error) => `${error.kind} ${error.code}: ${error.message.replaceAll(install.cache, 'CACHE')}`,
  )

/** What npm leaves, copied from the ready engine, and a line in a file for each time it ran. */
const goodNpm = (counter: string) =>
  npmThat(`echo ran >> '${counter}'; sleep 0.3; cp -r '${ready}/node_modules' .`)

describe('the engine', () => {
  it('is installed once, and says so', async () => {
    const cache = join(scratchFolder(), 'new', 'cache')
    const counter = join(scratchFolder(), 'runs')
    writeFileSync(counter, '')
    const said: string[] = []
    const install = { cache, npm: goodNpm(counter), log: { info: (line: string) => said.push(line) } }
    const { folder } = await installedEngine(install)
    await installedEngine(install)
    expect(said).toHaveLength(2)
    expect(said[0]).toMatch(/^Installing the data engine \(DuckDB 1\.5\.5-r\.5, .*\) into .*, once\.$/)
    expect(readdirSync(cache)).toEqual([folder.split(/[\\/]/).at(-1)])
  })

  it('is installed by one of several processes that want it at once', async () => {
    const cache = scratchFolder()
    const counter = join(scratchFolder(), 'runs')
    writeFileSync(counter, '')
    const install = { cache, npm: goodNpm(counter), log: quiet }
    const engines = await Promise.all([
      installedEngine(install),
      installedEngine(install),
      installedEngine(install),
    ])
    expect(new Set(engines.map(({ folder }) => folder)).size).toBe(1)
    const { readFileSync } = await import('node:fs')
    expect(readFileSync(counter, 'utf8')).toBe('ran\n')
    expect(readdirSync(cache)).toHaveLength(1)
  })

  it('clears away what a crashed installation left', async () => {
    const cache = scratchFolder()
    mkdirSync(join(cache, '.engine-installing-dead', 'node_modules'), { recursive: true })
    const counter = join(scratchFolder(), 'runs')
    await installedEngine({ cache, npm: goodNpm(counter), log: quiet })
    expect(readdirSync(cache)).toHaveLength(1)
  })

  it.each([
    ['no npm', '/nonexistent/npm', /^outside npm-missing: .* not installed yet, and npm cannot be run/],
    [
      'no network',
      'echo "npm error code ENOTFOUND" >&2; exit 1',
      /^outside no-network: .*npm cannot reach its registry/,
    ],
    [
      'a proxy with a certificate of its own',
      'echo "npm error code SELF_SIGNED_CERT_IN_CHAIN" >&2; exit 1',
      /^outside npm-certificate: .*does not trust the certificate/,
    ],
    ['a full disk', 'echo "npm error ENOSPC: no space left on device" >&2; exit 1', /^outside disk-full: /],
    ['a tampered package', 'echo "npm error code EINTEGRITY" >&2; exit 1', /^outside engine-checksum: /],
    [
      'a registry that lacks it',
      'echo "npm error code E404" >&2; exit 1',
      /^outside engine-not-in-registry: /,
    ],
    [
      'another failure',
      'echo "npm error what is this" >&2; exit 7',
      /^outside engine-install: .*exit code 7: npm error what is this/,
    ],
    ['a lying npm', 'mkdir -p node_modules', /^outside engine-incomplete: /],
  ])('with %s ends in one clear error and leaves nothing behind', async (_, script, message) => {
    const cache = scratchFolder()
    const npm = script.startsWith('/') ? script : npmThat(script)
    expect(await outcome({ cache, npm, log: quiet })).toMatch(message)
    expect(readdirSync(cache)).toEqual([])
  })

  it('says when its folder cannot be made', async () => {
    const file = join(scratchFolder(), 'file')
    writeFileSync(file, '')
    expect(await outcome({ cache: join(file, 'cache'), log: quiet })).toMatch(
      /^outside engine-not-writable: /,
    )
  })

  it('is named by the platforms that have one', () => {
    expect(enginePlatform({ platform: 'darwin', arch: 'arm64' })).toBe('darwin-arm64')
    expect(enginePlatform({ platform: 'linux', arch: 'x64' }, true)).toBe('linux-x64-musl')
    expect(() => enginePlatform({ platform: 'freebsd', arch: 'x64' })).toThrow(
      /is not published for freebsd-x64/,
    )
  })
})

describe('a ready engine', () => {
  const copy = () => {
    const folder = scratchFolder()
    cpSync(join(ready, 'node_modules'), join(folder, 'node_modules'), { recursive: true })
    return folder
  }
  const platform = enginePlatform()

  it('needs no npm', async () => {
    expect(await outcome({ cache: scratchFolder(), ready, npm: '/nonexistent/npm', log: quiet })).toBe(
      'installed',
    )
  })

  it.each([
    [
      'a changed native file',
      (folder: string) =>
        appendFileSync(join(folder, `node_modules/@duckdb/node-bindings-${platform}/duckdb.node`), 'x'),
      /duckdb\.node differs/,
    ],
    [
      'a changed script',
      (folder: string) => appendFileSync(join(folder, 'node_modules/@duckdb/node-api/lib/index.js'), '//'),
      /node-api differs/,
    ],
    [
      'a module smuggled in where it would be found first',
      (folder: string) => {
        const inner = join(folder, 'node_modules/@duckdb/node-api/node_modules/@duckdb/node-bindings')
        mkdirSync(inner, { recursive: true })
        writeFileSync(join(inner, 'index.js'), 'process.exit(7)')
      },
      /node-api differs/,
    ],
    [
      'a module smuggled in beside the packages of the same scope',
      (folder: string) => {
        const beside = join(folder, 'node_modules/@duckdb/node_modules/@duckdb/node-bindings')
        mkdirSync(beside, { recursive: true })
        writeFileSync(join(beside, 'index.js'), 'process.exit(7)')
      },
      /@duckdb\/node_modules differs/,
    ],
    [
      'a link in place of a file',
      (folder: string) => {
        const file = join(folder, 'node_modules/@duckdb/node-api/lib/index.js')
        unlinkSync(file)
        symlinkSync(join(ready, 'node_modules/@duckdb/node-api/lib/index.js'), file)
      },
      /index\.js differs/,
    ],
  ])('with %s is refused', async (_, tamper, message) => {
    const folder = copy()
    tamper(folder)
    const said = await outcome({ cache: scratchFolder(), ready: folder, log: quiet })
    expect(said).toMatch(/^outside engine-checksum: /)
    expect(said).toMatch(message)
  })

  it.each([
    [
      'changed',
      (folder: string) => appendFileSync(join(folder, 'node_modules/@duckdb/node-api/lib/index.js'), '//'),
    ],
    [
      'added to',
      (folder: string) =>
        mkdirSync(join(folder, 'node_modules/@duckdb/node_modules/@duckdb'), { recursive: true }),
    ],
  ])('that is %s between its verification and its use is verified again', async (_, tamper) => {
    const folder = copy()
    const install = { cache: scratchFolder(), ready: folder, log: quiet }
    const engine = await installedEngine(install)
    expect(engine.isStillThat()).toBe(true)
    await warmEngine(install)
    tamper(folder)
    expect(engine.isStillThat()).toBe(false)
    await expect(engineLibrary(install)).rejects.toMatchObject({ code: 'engine-checksum' })
  })

  it('that is not there is said to be missing', async () => {
    const folder = join(scratchFolder(), 'none')
    expect(await outcome({ cache: scratchFolder(), ready: folder, log: quiet })).toMatch(
      /^outside engine-incomplete: .* lacks @duckdb/,
    )
    expect(existsSync(folder)).toBe(false)
  })
})
