import { posix } from 'node:path'
import type { Place } from '../../errors.ts'
import { configurationError } from '../../errors.ts'
import { quoted } from '../finding.ts'
import type { AskedTable } from './context.ts'

/** One of the tables that a contract file describes. */
export interface Described {
  /** every name that it goes by */
  readonly names: readonly string[]
  /** its files, relative to the contract's folder */
  readonly paths: readonly string[]
}

/**
 * Which of the tables of a file is meant: the one that the configuration names, else the one of the table's path, else
 * of its name, else the only one there is.
 * @param file of the contract; the table's path is relative to what this is
 * @param what `resource`, `schema object`
 * @throws AssayError configuration `no-resource`
 */
export function choose(
  described: readonly Described[],
  table: AskedTable | undefined,
  { file, what, place }: { readonly file: string; readonly what: string; readonly place: Place },
): number {
  const by = (is: (one: Described) => boolean) => described.findIndex(is)
  if (table?.resource !== undefined) {
    const named = by(({ names }) => names.includes(table.resource!))
    if (named >= 0) return named
    throw none(`${file} has no ${what} ${quoted(table.resource)}`)
  }
  if (table !== undefined) {
    const here = [table.path].flat().map((path) => posix.relative(posix.dirname(file), path))
    const ofPath = by(({ paths }) => paths.some((path) => here.includes(posix.normalize(path))))
    if (ofPath >= 0) return ofPath
    const ofName = by(({ names }) => names.includes(table.name))
    if (ofName >= 0) return ofName
  }
  if (described.length === 1) return 0
  if (described.length === 0) throw none(`${file} describes no table`)
  const several = `${file} describes ${described.length} tables`
  throw none(
    table === undefined
      ? `${several}, and which one is meant is not said`
      : `${several}, and none of them by the name or the path of ${quoted(table.name)}`,
  )

  function none(message: string) {
    const known = described.flatMap(({ names }) => names.slice(0, 1)).map(quoted)
    return configurationError('no-resource', message, {
      hint: `Name the ${what} with data.tables.<table>.resource (in contract diff, with --table): ${known.slice(0, 20).join(', ') || 'there is none'}.`,
      ...place,
    })
  }
}
