import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { longestPointer, notFetched, startsAsPointer } from '../data-versions/lfs-pointer.ts'
import { notPulled } from '../data-versions/not-pulled.ts'
import { type AssayError, inputError } from '../errors.ts'
import {
  type Compression,
  formatName,
  formatOf,
  isTyped,
  knownEnds,
  type TableFormat,
} from './table-format.ts'

const utf16 = 'text in UTF-16'
const encryptedParquet = 'an encrypted Parquet file'
const binaries: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file'],
  [[0x50, 0x41, 0x52, 0x45], encryptedParquet],
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive or an Excel workbook'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a zstd archive'],
  [[0x42, 0x5a, 0x68], 'a bzip2 archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel workbook'],
  [[0xff, 0xfe], utf16],
  [[0xfe, 0xff], utf16],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
]

/** What a table's file is. */
export interface TableFile {
  readonly format: TableFormat
  readonly compression?: Compression
  readonly bytes: number
}

/**
 * What a table's file is, by its name, after a look at its first bytes.
 * @param path the file; `label` is what messages call it
 * @throws AssayError input: as {@link look}; `unknown-format`, `not-a-table` when the content is something else than the
 * name says
 */
export async function tableFile(path: string, label: string): Promise<TableFile> {
  const named = formatOf(basename(path))
  const { bytes, start } = await look(path, label)
  if (named === undefined) {
    throw inputError(
      'unknown-format',
      `${label}: the format of a table is told by the end of its name, and this end is not known.`,
      { hint: `Name the file with one of: ${knownEnds}.`, file: label },
    )
  }
  const { format, compression } = named
  if (compression === undefined) requireContent(start, format, label)
  else if (whatIs(start) !== archives[compression]) {
    throw inputError(
      'not-a-table',
      `${label} is ${whatIs(start) ?? `no ${compression} archive`}, not the ${compression} archive that its name says.`,
      { hint: 'Compress the table again, or give the file the name that fits.', file: label },
    )
  }
  return { ...named, bytes }
}

const archives: Readonly<Record<Compression, string>> = { gzip: 'a gzip archive', zstd: 'a zstd archive' }

/**
 * Refuses what a file's first bytes show to be something else than its format.
 * @throws AssayError input `not-a-table`, `parquet-encrypted`
 */
export function requireContent(start: Buffer, format: TableFormat, label: string): void {
  const is = whatIs(start)
  if (isTyped(format) && is === encryptedParquet) throw encrypted(label)
  if (isTyped(format) ? is === 'a Parquet file' : is === undefined || is === utf16) return
  throw inputError(
    'not-a-table',
    `${label} is ${is ?? 'no Parquet file'}, not the ${formatName(format)} that its name says.`,
    {
      hint: `Write the table as ${formatName(format)}${isTyped(format) ? '' : ' in UTF-8'}, or give the file the name that fits.`,
      file: label,
    },
  )
}

export const encrypted = (label: string) =>
  inputError(
    'parquet-encrypted',
    `${label} is encrypted: it cannot be read without its keys, which are nowhere given.`,
    {
      hint: 'Decrypt it in a step before this one, and name the file that this writes.',
      file: label,
    },
  )

const whatIs = (start: Buffer) => binaries.find(([magic]) => magic.every((byte, i) => start[i] === byte))?.[1]

/**
 * A file's size and first bytes.
 * @throws AssayError input: `file-not-found`, `is-a-directory`, `not-a-file`, `file-unreadable`, `empty-file`,
 * `lfs-pointer`, `dvc-not-pulled`, `dvc-unreadable`
 */
export async function look(path: string, label: string): Promise<{ bytes: number; start: Buffer }> {
  try {
    // Asked before it is opened: opening a pipe waits for who writes into it.
    const stats = await stat(path)
    if (stats.isDirectory()) throw isDirectory(label)
    if (!stats.isFile()) {
      throw inputError('not-a-file', `${label} is no regular file.`, { hint: 'Name a file.', file: label })
    }
    if (stats.size === 0) {
      throw inputError('empty-file', `${label} is empty.`, {
        hint: 'Check the step that writes it; a table has at least a header.',
        file: label,
      })
    }
    const file = await open(path, 'r')
    try {
      const start = Buffer.alloc(longestPointer)
      const { bytesRead } = await file.read(start, 0, start.length, 0)
      if (startsAsPointer(start)) throw notFetched(start.subarray(0, bytesRead), label)
      return { bytes: stats.size, start }
    } finally {
      await file.close()
    }
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw (isMissing ? await notPulled(path, label) : undefined) ?? fileError(error, label)
  }
}

export function fileError(error: unknown, label: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return inputError('file-not-found', `There is no file ${label}.`, {
        hint: 'Check the path: it starts at the folder of modelassay.yml, or at this folder where there is none.',
        file: label,
        cause: error,
      })
    case 'EISDIR':
      return isDirectory(label)
    case 'EACCES':
    case 'EPERM':
      return inputError('file-unreadable', `${label} may not be read.`, {
        hint: 'Give this user the right to read it.',
        file: label,
        cause: error,
      })
    default:
      return error
  }
}

const isDirectory = (label: string): AssayError =>
  inputError('is-a-directory', `${label} is a folder, not a table.`, {
    hint: 'Name one file, or the files in it by a pattern such as data/*.csv.',
    file: label,
  })
