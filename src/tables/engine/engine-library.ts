import { createRequire } from 'node:module'
import { join } from 'node:path'
import { outsideError } from '../../errors.ts'
import { type EngineInstall, type InstalledEngine, installedEngine, isInstalled } from './engine-install.ts'

type Library = typeof import('@duckdb/node-api')

const verified = new Map<string, Promise<InstalledEngine>>()
const libraries = new Map<string, Promise<Library>>()

/**
 * The pinned DuckDB: installed where it is not yet, verified, and loaded as it was verified. Once a process: what is loaded stays
 * what it is, whatever is written to its folder afterwards.
 * @throws AssayError outside when the engine cannot be installed, verified or loaded; the next call tries again
 */
export function engineLibrary(install: EngineInstall): Promise<Library> {
  const place = placeOf(install)
  const known = libraries.get(place)
  if (known !== undefined) return known
  const library = asVerified(install).then(load)
  libraries.set(place, library)
  library.catch(() => libraries.delete(place))
  return library
}

/**
 * Begins with {@link engineLibrary} where nothing has to be fetched for it, and leaves the loading, which nothing can go on
 * beside, to whoever asks for it. So it is with what goes wrong.
 */
export async function warmEngine(install: EngineInstall): Promise<void> {
  try {
    if (await isInstalled(install)) await verifiedEngine(install)
  } catch {}
}

const placeOf = ({ ready, cache }: EngineInstall) => ready ?? cache

function verifiedEngine(install: EngineInstall): Promise<InstalledEngine> {
  const place = placeOf(install)
  const engine = verified.get(place) ?? installedEngine(install)
  verified.set(place, engine)
  engine.catch(() => verified.delete(place))
  return engine
}

/** An engine that was verified some time ago is verified again where anything was written to it since. */
async function asVerified(install: EngineInstall): Promise<string> {
  const engine = await verifiedEngine(install)
  if (engine.isStillThat()) return engine.folder
  verified.delete(placeOf(install))
  return (await installedEngine(install)).folder
}

function load(folder: string): Library {
  const require = createRequire(join(folder, 'package.json'))
  try {
    const library = join(folder, 'node_modules', '@duckdb', 'node-api', 'lib')
    const api = require(join(library, 'index.js'))
    // Its own decoder takes a leading U+FEFF for a byte order mark, so that two texts would come out as one.
    require(join(library, 'vectors', 'dataAccessors.js')).textDecoder = new TextDecoder('utf-8', {
      ignoreBOM: true,
    })
    return api
  } catch (cause) {
    throw outsideError(
      'engine-load',
      `The data engine in ${folder} does not load: ${(cause as Error).message}`,
      {
        hint: 'Check that this machine has the C library that the engine needs (glibc 2.28 or newer on Linux).',
        cause,
      },
    )
  }
}
