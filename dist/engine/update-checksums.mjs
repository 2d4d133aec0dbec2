/**
 * Writes checksums.json anew from package-lock.json: `node engine/update-checksums.mjs`, after the pinned version
 * has changed. Fetches every locked package with `npm pack` (npm verifies nothing there, so each archive is
 * compared with the lock's integrity first).
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const lock = JSON.parse(readFileSync(join(here, 'package-lock.json'), 'utf8'))
const platformPrefix = '@duckdb/node-bindings-'

const digest = (algorithm, encoding, bytes) => createHash(algorithm).update(bytes).digest(encoding)

function fileDigests(folder) {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [
        relative(folder, file).split(sep).join('/'),
        digest('sha256', 'hex', readFileSync(file)),
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

const treeDigest = (files) =>
  digest(
    'sha256',
    'hex',
    Object.entries(files)
      .map(([path, sha256]) => `${sha256}  ${path}\n`)
      .join(''),
  )

function unpack(name, { version, integrity }, scratch) {
  const archive = execFileSync('npm', ['pack', '--silent', `${name}@${version}`], {
    cwd: scratch,
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .at(-1)
  const actual = `sha512-${digest('sha512', 'base64', readFileSync(join(scratch, archive)))}`
  if (actual !== integrity) throw new Error(`${name}@${version}: the archive is not the one that is locked`)
  execFileSync('tar', ['xzf', archive], { cwd: scratch })
  rmSync(join(scratch, archive))
  return join(scratch, 'package')
}

const packages = {}
const natives = {}
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '') continue
  const name = path.slice('node_modules/'.length)
  const scratch = mkdtempSync(join(tmpdir(), 'engine-'))
  const files = fileDigests(unpack(name, entry, scratch))
  packages[name] = treeDigest(files)
  if (name.startsWith(platformPrefix)) {
    natives[name.slice(platformPrefix.length)] = Object.fromEntries(
      Object.entries(files).filter(([file]) => /\.(node|so|dylib|dll)$/.test(file)),
    )
  }
  rmSync(scratch, { recursive: true })
}
const version = lock.packages['node_modules/@duckdb/node-api'].version
writeFileSync(join(here, 'checksums.json'), `${JSON.stringify({ version, packages, natives }, null, 2)}\n`)
