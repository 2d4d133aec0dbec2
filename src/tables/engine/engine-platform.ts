import checksums from '../../../engine/checksums.json' with { type: 'json' }
import { outsideError } from '../../errors.ts'

/** Key of `natives` in engine/checksums.json, which is also the last part of the native package's name. */
export type EnginePlatform = keyof typeof checksums.natives

/**
 * The platform whose native files this process would load.
 * @throws AssayError outside `engine-platform` where DuckDB publishes none
 */
export function enginePlatform(
  { platform, arch }: { readonly platform: string; readonly arch: string } = process,
  musl = platform === 'linux' && runsOnMusl(),
): EnginePlatform {
  const key = `${platform}-${arch}${musl ? '-musl' : ''}`
  if (key in checksums.natives) return key as EnginePlatform
  throw outsideError('engine-platform', `The data engine (DuckDB) is not published for ${key}.`, {
    hint: `Run this stage on one of: ${Object.keys(checksums.natives).join(', ')}.`,
  })
}

/** Node's own report names the C library it was linked with; under musl it names none. */
function runsOnMusl(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return report.header?.glibcVersionRuntime === undefined
}
