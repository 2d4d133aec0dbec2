import { createRequire } from 'node:module'
import { join } from 'node:path'
import { outsideError } from '../errors.ts'
import { type EngineInstall, installedEngine, isInstalled } from './engine-install.ts'

type Library = typeof import('@duckdb/node-api')

const libraries = new Map<string, Promise<Library>>()

/**
 * The pinned DuckDB: installed where it is not yet, verified, and loaded at once. Once a process: what is loaded stays
 * what it is, whatever is written to its folder afterwards.
 * @throws AssayError outside when the engine cannot be installed, verified or loaded; the next call tries again
 */
export function engineLibrary(install: EngineInstall): Promise<Library> {
  const place = install.ready ?? install.cache
  const known = libraries.get(place)
  if (known !== undefined) return known
  const library = installedEngine(install).then(load)
  libraries.set(place, library)
  library.catch(() => libraries.delete(place))
  return library
}

/** Begins with {@link engineLibrary} where nothing has to be fetched for it. What goes wrong is for whoever asks for it. */
export async function warmEngine(install: EngineInstall): Promise<void> {
  try {
    if (await isInstalled(install)) await engineLibrary(install)
  } catch {}
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
