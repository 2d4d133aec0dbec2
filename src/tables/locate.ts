import { stat } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import * as z from 'zod'
import { isAddress } from '../config/address.ts'
import { isPattern, splitPattern } from '../config/path-pattern.ts'
import { nonePulled } from '../data-versions/not-pulled.ts'
import { inputError } from '../errors.ts'
import { findFiles } from './find-files.ts'
import { type Partition, partitionOf } from './partitions.ts'
import { fetchFile, type Web } from './remote/fetch-file.ts'
import { listObjects } from './remote/s3-list.ts'
import { shownAddress } from './remote/web-address.ts'

/** Where the configuration says that a table is. It is JSON, for the work step to look. */
export const tablePlaceSchema = z.object({
  /** a path, a pattern, or several of them */
  path: z.union([z.string(), z.array(z.string()).readonly()]),
  /** absolute folder that paths are relative to */
  root: z.string(),
  /** absolute folder that messages name files by */
  workspace: z.string(),
})
export type TablePlace = z.infer<typeof tablePlaceSchema>

/** A file of a table on this machine. */
export interface LocatedFile {
  /** absolute */
  readonly file: string
  /** relative to the workspace, with `/` on every system */
  readonly label: string
  /** the same, relative to the root */
  readonly path: string
  readonly partition: readonly Partition[]
  /** the address that it was fetched from; then label and path are it too */
  readonly uri?: string
  /** by which the server tells one version of it from another */
  readonly etag?: string
}

/** A table's files. */
export interface LocatedTable {
  /** what messages call the table as a whole */
  readonly label: string
  /** it is a pattern or a list, which may come to one file today and to two tomorrow */
  readonly several: boolean
  readonly files: readonly LocatedFile[]
}

/** What messages call a table of this place. */
export function tableLabel({ path, root, workspace }: TablePlace): string {
  const [first = '', ...rest] = typeof path === 'string' ? [path] : path
  const label = isAddress(first) ? shownAddress(first) : named(resolve(root, first), workspace)
  return rest.length === 0 ? label : `${label} and ${rest.length} more`
}

/**
 * Finds the files of a table. Patterns and lists are looked up here; a path alone is taken as it is, there or not.
 * Addresses are fetched, one after the other.
 * @param web absent: addresses are refused
 * @throws AssayError input: `no-files`, `ambiguous-path`, `file-twice`, `partition-twice`, and as {@link findFiles};
 * as {@link fetchFile}
 */
export async function locateTable(place: TablePlace, web?: Web): Promise<LocatedTable> {
  const paths = typeof place.path === 'string' ? [place.path] : place.path
  const found: Found[] = []
  for (const path of paths)
    found.push(isAddress(path) ? await fetched(path, web) : await filesOf(path, place))
  const files = found.flatMap(({ files: some }) => some)
  const seen = new Set<string>()
  const twice = files.find(({ file }) => seen.size === seen.add(file).size)
  if (twice !== undefined)
    throw inputError('file-twice', `${tableLabel(place)}: ${twice.label} is among the files twice.`, {
      hint: 'Name each file once, or by one pattern.',
      file: twice.label,
    })
  const several = typeof place.path !== 'string' || found.some(({ matched }) => matched)
  return { label: tableLabel(place), several, files }
}

interface Found {
  readonly files: readonly LocatedFile[]
  readonly matched: boolean
}

async function fetched(address: string, web: Web | undefined): Promise<Found> {
  if (web === undefined)
    throw inputError('not-fetched', `${shownAddress(address)} is an address, and only files are read here.`, {
      hint: 'Fetch it before, and name the file.',
    })
  if (!/^s3:/i.test(address) || !isPattern(address))
    return { files: [await fetchedFile(address, web)], matched: false }
  const files: LocatedFile[] = []
  for (const { address: one, below } of await listObjects(address, web)) {
    const partition = partitionOf(below.slice(0, -1), one)
    files.push({ ...(await fetchedFile(one, web)), partition })
  }
  return { files, matched: true }
}

async function fetchedFile(address: string, web: Web): Promise<LocatedFile> {
  const { file, uri, etag } = await fetchFile(address, web)
  return { file, label: uri, path: uri, partition: [], uri, ...(etag !== undefined && { etag }) }
}

async function filesOf(path: string, place: TablePlace): Promise<Found> {
  const { root, workspace } = place
  const itself = resolve(root, path)
  const alone: Found = {
    files: [{ file: itself, label: named(itself, workspace), path: named(itself, root), partition: [] }],
    matched: false,
  }
  if (!isPattern(path)) return alone
  const matched = await findFiles(root, path)
  const others = matched.filter(({ file }) => file !== itself)
  const isFile = await stat(itself).then(
    () => true,
    () => false,
  )
  if (isFile && others.length > 0)
    throw inputError(
      'ambiguous-path',
      `${named(itself, workspace)} is a file, and a pattern that ${named(others[0]!.file, workspace)} matches.`,
      { hint: 'Give the file a name without any of * ? [ {.', file: named(itself, workspace) },
    )
  if (isFile) return alone
  if (matched.length === 0) {
    const folder = resolve(root, splitPattern(path.split(sep).join('/')).fixed)
    const pulled = await nonePulled(folder, named(folder, workspace), named(itself, workspace))
    if (pulled) throw pulled
    throw inputError('no-files', `No file matches ${named(itself, workspace)}.`, {
      hint: 'Check the pattern: it starts at the folder of modelassay.yml, or at this folder where there is none.',
    })
  }
  const files = matched.map(({ file, below }) => {
    const label = named(file, workspace)
    return { file, label, path: named(file, root), partition: partitionOf(below.slice(0, -1), label) }
  })
  return { files, matched: true }
}

const named = (file: string, folder: string) => relative(folder, file).split(sep).join('/') || '.'
