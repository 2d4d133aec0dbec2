import { inputError } from '../errors.ts'
import type { Source } from '../record/refs.ts'
import { type Blob, likenessOf } from './blob.ts'
import { blobText, stagedBlob } from './committed.ts'
import { inShell } from './in-shell.ts'
import { type LfsPointer, lfsPointer, longestPointer } from './lfs-pointer.ts'
import type { ReadFile } from './read-file.ts'

interface PlaceInGit {
  readonly top: string
  /** from the top, with `/` */
  readonly path: string
}

type Environment = Readonly<Record<string, string>>

/**
 * A file as its commit has it: as a blob, or as a pointer of Git LFS that must stand for the content.
 * @throws AssayError input: `lfs-mismatch`
 */
export async function sourceInGit(
  read: ReadFile,
  blob: Blob,
  { top, path }: PlaceInGit,
  environment: Environment,
): Promise<Source> {
  const likeness = await likenessOf(read.file, read.bytes, blob)
  const git = { kind: 'git' as const, path, blob: blob.id }
  if (likeness === 'equal') return git
  const pointer = await pointerIn(blob, top, environment)
  if (pointer === undefined)
    return { ...git, ...(likeness === 'other' ? { modified: true } : { line_endings: 'crlf' }) }
  if (standsFor(pointer, read)) return { kind: 'lfs', path, ...pointer }
  // Other content counts as tracked once it is added, before it is committed.
  const staged = await stagedBlob(top, path, environment)
  const added = staged === undefined ? undefined : await pointerIn(staged, top, environment)
  if (added && standsFor(added, read)) return { kind: 'lfs', path, ...added, modified: true }
  const { label, bytes, digest } = read
  throw inputError(
    'lfs-mismatch',
    `${label} has ${bytes} bytes and ${digest}, and its Git LFS pointer says ${pointer.size} bytes and ${pointer.oid}.`,
    {
      hint: `Run \`git lfs pull\` for the content that it names, or \`git add${inShell(label)}\` to track this one.`,
      file: label,
    },
  )
}

async function pointerIn(
  { id, bytes }: Blob,
  top: string,
  environment: Environment,
): Promise<LfsPointer | undefined> {
  if (bytes >= longestPointer) return undefined
  const text = await blobText(top, id, environment)
  return text === undefined ? undefined : lfsPointer(Buffer.from(text))
}

const standsFor = ({ oid, size }: LfsPointer, { digest, bytes }: ReadFile) => oid === digest && size === bytes
