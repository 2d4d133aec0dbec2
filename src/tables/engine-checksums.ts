import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import checksums from '../../engine/checksums.json' with { type: 'json' }
import { outsideError } from '../errors.ts'
import type { EnginePlatform } from './engine-platform.ts'

const packagesOfAll = ['@duckdb/node-api', '@duckdb/node-bindings', 'detect-libc'] as const
const chunk = 1 << 20

/**
 * Compares an installed engine, file by file, with the digests that are committed in engine/checksums.json: every
 * file of the packages that will be loaded, the native ones first. A cache folder that outlives a job can be
 * poisoned by whatever ran there before.
 * @param folder holds `node_modules`
 * @throws AssayError outside `engine-incomplete` when files are missing, `engine-checksum` when one differs
 */
export function verifyEngine(folder: string, platform: EnginePlatform): void {
  const native = `@duckdb/node-bindings-${platform}` as const
  const files = digestsOf(folder, native)
  for (const [file, expected] of Object.entries(checksums.natives[platform])) {
    if (files.get(file) !== expected) throw mismatch(folder, `${native}/${file}`)
  }
  for (const name of [native, ...packagesOfAll]) {
    const actual = name === native ? files : digestsOf(folder, name)
    if (treeDigest(actual) !== checksums.packages[name]) throw mismatch(folder, name)
  }
}

/** @returns hexadecimal sha256 by path inside the package, in the order of the paths */
function digestsOf(folder: string, name: string): Map<string, string> {
  const root = join(folder, 'node_modules', ...name.split('/'))
  try {
    const found: [string, string][] = []
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (entry.isDirectory()) continue
      // A link is no published file: it could lead anywhere by the time the module is loaded.
      if (!entry.isFile()) throw mismatch(folder, `${name}/${entry.name}`)
      const path = join(entry.parentPath, entry.name)
      found.push([relative(root, path).split(sep).join('/'), sha256Of(path)])
    }
    return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    throw outsideError('engine-incomplete', `The data engine in ${folder} lacks ${name}.`, {
      hint: 'Remove that folder and run again; if it is the one MODELASSAY_ENGINE names, install it there with the commands of the documentation.',
      cause,
    })
  }
}

/** Without waiting for other threads: this runs before every first query, over hundreds of small files. */
function sha256Of(path: string): string {
  const hash = createHash('sha256')
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(Math.min(chunk, fstatSync(file).size + 1))
    for (;;) {
      const bytesRead = readSync(file, buffer, 0, buffer.length, null)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    closeSync(file)
  }
}

function treeDigest(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256')
  for (const [path, sha256] of files) hash.update(`${sha256}  ${path}\n`)
  return hash.digest('hex')
}

const mismatch = (folder: string, what: string) =>
  outsideError(
    'engine-checksum',
    `The data engine in ${folder} is not the one pinned here: ${what} differs.`,
    {
      hint: 'Find out who wrote to that folder, remove it, and run again. Nothing of it was loaded.',
    },
  )
