import { createHash } from 'node:crypto'
import { lstatSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import checksums from '../../../engine/checksums.json' with { type: 'json' }
import { outsideError } from '../../errors.ts'
import { digestsBeside } from '../digest-beside.ts'
import type { EnginePlatform } from './engine-platform.ts'

const packagesOfAll = ['@duckdb/node-api', '@duckdb/node-bindings', 'detect-libc'] as const
const modules = 'node_modules'

/** An engine whose files have just been found to be those that are pinned. */
export interface VerifiedEngine {
  /** Whether nothing has been written to them since, and nothing added. */
  isStillThat(): boolean
}

/**
 * Compares an installed engine, file by file, with the digests that are committed in engine/checksums.json: every
 * file of the packages that will be loaded, the native ones first. A cache folder that outlives a job can be
 * poisoned by whatever ran there before.
 * @param folder holds `node_modules`
 * @throws AssayError outside `engine-incomplete` when files are missing, `engine-checksum` when one differs
 */
export async function verifyEngine(folder: string, platform: EnginePlatform): Promise<VerifiedEngine> {
  const native = `@duckdb/node-bindings-${platform}` as const
  const names = [native, ...packagesOfAll]
  const packages = names.map((name) => filesOf(folder, name))
  const watched = [
    join(folder, modules),
    join(folder, modules, '@duckdb'),
    ...packages.flatMap(({ root, entries }) => [root, ...entries.map(({ path }) => path)]),
  ]
  // Noted before anything is read: what is written from here on shows.
  const stamps = watched.map(stampOf)
  refuseShadows(folder)
  const files = packages.map(({ entries }) => entries.filter(({ isFile }) => isFile))
  const digests = (await digestsBeside(files.flat().map(({ path }) => path))).values()
  const trees = files.map((of) => new Map(of.map(({ name }) => [name, digests.next().value!])))
  for (const [file, expected] of Object.entries(checksums.natives[platform])) {
    if (trees[0]?.get(file) !== expected) throw mismatch(folder, `${native}/${file}`)
  }
  for (const [i, tree] of trees.entries()) {
    const name = names[i] as (typeof names)[number]
    if (treeDigest(tree) !== checksums.packages[name]) throw mismatch(folder, name)
  }
  return { isStillThat: () => watched.every((path, i) => stampOf(path) === stamps[i]) }
}

interface PackageFiles {
  readonly root: string
  /** in the order of their names inside the package; folders among them */
  readonly entries: readonly { readonly path: string; readonly name: string; readonly isFile: boolean }[]
}

function filesOf(folder: string, name: string): PackageFiles {
  const root = join(folder, modules, ...name.split('/'))
  try {
    const entries = readdirSync(root, { recursive: true, withFileTypes: true }).map((entry) => {
      // A link is no published file: it could lead anywhere by the time the module is loaded.
      if (!entry.isFile() && !entry.isDirectory()) throw mismatch(folder, `${name}/${entry.name}`)
      const path = join(entry.parentPath, entry.name)
      return { path, name: relative(root, path).split(sep).join('/'), isFile: entry.isFile() }
    })
    return { root, entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)) }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    throw outsideError('engine-incomplete', `The data engine in ${folder} lacks ${name}.`, {
      hint: 'Remove that folder and run again; if it is the one MODELASSAY_ENGINE names, install it there with the commands of the documentation.',
      cause,
    })
  }
}

/** From a package with a scope Node looks for others in the scope's own `node_modules` first. */
function refuseShadows(folder: string): void {
  const shadow = ['@duckdb', modules]
  if (stampOf(join(folder, modules, ...shadow)) !== absent) throw mismatch(folder, shadow.join('/'))
}

const absent = ''

/** What the system notes of every writing; the time of the last change of any kind cannot be set back. */
function stampOf(path: string): string {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined
    ? absent
    : [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
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
