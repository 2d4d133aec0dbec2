import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import checksums from '../../engine/checksums.json' with { type: 'json' }
import { outsideError } from '../errors.ts'
import { digestBeside } from './digest-beside.ts'
import type { EnginePlatform } from './engine-platform.ts'

const packagesOfAll = ['@duckdb/node-api', '@duckdb/node-bindings', 'detect-libc'] as const
/** Bytes from which a file is worth another thread. */
const large = 1 << 20

/**
 * Compares an installed engine, file by file, with the digests that are committed in engine/checksums.json: every
 * file of the packages that will be loaded, the native ones first. A cache folder that outlives a job can be
 * poisoned by whatever ran there before.
 * @param folder holds `node_modules`
 * @throws AssayError outside `engine-incomplete` when files are missing, `engine-checksum` when one differs
 */
export async function verifyEngine(folder: string, platform: EnginePlatform): Promise<void> {
  const native = `@duckdb/node-bindings-${platform}` as const
  const names = [native, ...packagesOfAll]
  const digests = await Promise.all(names.map((name) => digestsOf(folder, name)))
  for (const [file, expected] of Object.entries(checksums.natives[platform])) {
    if (digests[0]?.get(file) !== expected) throw mismatch(folder, `${native}/${file}`)
  }
  for (const [i, files] of digests.entries()) {
    const name = names[i] as (typeof names)[number]
    if (treeDigest(files) !== checksums.packages[name]) throw mismatch(folder, name)
  }
}

/** @returns hexadecimal sha256 by path inside the package, in the order of the paths */
async function digestsOf(folder: string, name: string): Promise<Map<string, string>> {
  const root = join(folder, 'node_modules', ...name.split('/'))
  try {
    const digests: Promise<[string, string]>[] = []
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (entry.isDirectory()) continue
      // A link is no published file: it could lead anywhere by the time the module is loaded.
      if (!entry.isFile()) throw mismatch(folder, `${name}/${entry.name}`)
      const path = join(entry.parentPath, entry.name)
      const inPackage = relative(root, path).split(sep).join('/')
      digests.push(sha256Of(path).then((sha256) => [inPackage, sha256]))
    }
    return new Map((await Promise.all(digests)).sort(([a], [b]) => (a < b ? -1 : 1)))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    throw outsideError('engine-incomplete', `The data engine in ${folder} lacks ${name}.`, {
      hint: 'Remove that folder and run again; if it is the one MODELASSAY_ENGINE names, install it there with the commands of the documentation.',
      cause,
    })
  }
}

/** Hundreds of small files are quickest one after the other. */
const sha256Of = async (path: string) =>
  statSync(path).size < large
    ? createHash('sha256').update(readFileSync(path)).digest('hex')
    : digestBeside(path)

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
