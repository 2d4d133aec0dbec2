import { relative, sep } from 'node:path'
import { type AssayError, inputError } from '../errors.ts'
import type { DvcOut } from './dvc-files.ts'
import { type DvcHash, dvcHashes, dvcMd5 } from './dvc-md5.ts'
import type { TrackedOut } from './dvc-out.ts'
import { cachedTree, type DvcTree, treeDigest, treeOf } from './dvc-tree.ts'
import { inShell } from './in-shell.ts'

/**
 * Holds a file to what DVC recorded of it.
 * @param file absolute; the output itself, or a file of the folder that it is
 * @returns MD5 of the file; undefined where DVC recorded no digest that could be checked
 * @throws AssayError input: `dvc-mismatch`, naming both digests
 */
export type CheckDvc = (file: string, label: string, tracked: TrackedOut) => Promise<string | undefined>

/** Checks files against DVC; a folder's listing is found out once, however many of its files are asked for. */
export function dvcChecker(): CheckDvc {
  const folders = new Map<DvcOut, Promise<FolderContent>>()
  const contentOf = (tracked: TrackedOut, kind: DvcHash) => {
    const known = folders.get(tracked.out) ?? folderContent(tracked, kind)
    folders.set(tracked.out, known)
    return known
  }
  return async (file, label, tracked) => {
    const { out, dvcLabel } = tracked
    const kind = hashOf(out)
    if (kind === undefined || (out.md5 === undefined && out.files === undefined)) return undefined
    if (file === out.path) {
      const md5 = await dvcMd5(file, kind)
      if (md5 === out.md5) return md5
      throw mismatch(tracked, `${label} has the md5 ${md5}, and ${dvcLabel} says ${out.md5}`)
    }
    const { tree, computed } = await contentOf(tracked, kind)
    const recorded = tree.get(relative(out.path, file).split(sep).join('/'))
    const md5 = computed && recorded !== undefined ? recorded : await dvcMd5(file, kind)
    if (md5 === recorded) return md5
    const says = recorded === undefined ? 'has no such file' : `says ${recorded}`
    throw mismatch(tracked, `${label} has the md5 ${md5}, and the folder ${out.name} of ${dvcLabel} ${says}`)
  }
}

/** DVC 2 and before names no hash and means the one with LF for CRLF. */
const hashOf = ({ hash = 'md5-dos2unix' }: DvcOut): DvcHash | undefined =>
  dvcHashes.find((kind) => kind === hash)

interface FolderContent {
  readonly tree: DvcTree
  /** from the files as they are; otherwise from a listing that DVC left */
  readonly computed: boolean
}

/** Where DVC's own listing is at hand, the rest of the folder need not be read. */
async function folderContent(tracked: TrackedOut, kind: DvcHash): Promise<FolderContent> {
  const { out, root, dvcLabel } = tracked
  const listed = listedIn(out) ?? (out.md5 === undefined ? undefined : await cachedTree(root, out.md5, kind))
  if (listed) return { tree: listed, computed: false }
  const tree = await treeOf(out.path, kind)
  const digest = treeDigest(tree)
  if (digest === out.md5) return { tree, computed: true }
  throw mismatch(tracked, `the folder ${out.name} has the md5 ${digest}, and ${dvcLabel} says ${out.md5}`)
}

function listedIn({ files }: DvcOut): DvcTree | undefined {
  if (files === undefined || files.length === 0) return undefined
  return new Map(files.flatMap(({ relpath, md5 }) => (md5 === undefined ? [] : [[relpath, md5]])))
}

function mismatch({ out, dvcLabel }: TrackedOut, message: string): AssayError {
  const target = out.stage === undefined ? dvcLabel : out.name
  const take =
    out.stage === undefined
      ? `\`dvc add${inShell(out.name)}\` to track this one`
      : `\`dvc repro${inShell(out.stage)}\` to make and record it anew`
  return inputError('dvc-mismatch', `${message}.`, {
    hint: `Run \`dvc checkout${inShell(target)}\` for the content that it names, or ${take}.`,
    file: dvcLabel,
    ...(out.line !== undefined && { line: out.line }),
  })
}
