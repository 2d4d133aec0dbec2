import type { Source, TableRef } from '../record/refs.ts'
import { counted } from './number.ts'

/** Where a table comes from, in a few words; '' where that is not known. A user's text is part of none. */
export function sourceText({ source, files }: Pick<TableRef, 'source' | 'files'>): string {
  if (files === undefined) return source === undefined ? '' : ofOne(source)
  if (files.every((file) => file.source === undefined)) return counted(files.length, 'file')
  const texts = files.map((file) => (file.source === undefined ? 'unknown' : kinds[file.source.kind]))
  const counts = [...new Set(texts)].map(
    (text) => `${text} ${texts.filter((other) => other === text).length}`,
  )
  return `${counted(files.length, 'file')}: ${counts.join(', ')}`
}

const kinds: Readonly<Record<Source['kind'], string>> = {
  git: 'git',
  lfs: 'Git LFS',
  dvc: 'DVC',
  untracked: 'in no commit',
}

function ofOne(source: Source): string {
  const kind = kinds[source.kind]
  switch (source.kind) {
    case 'git': {
      const state = source.modified ? ', changed since' : source.line_endings ? ' but for line endings' : ''
      return `${kind} ${source.blob.slice(0, 12)}${state}`
    }
    case 'lfs':
      return `${kind} ${source.oid.slice(7, 19)}${source.modified ? ', not committed' : ''}`
    case 'dvc':
      return source.md5 === undefined ? `${kind}, unchecked` : `${kind} ${source.md5.slice(0, 12)}`
    case 'untracked':
      return kind
  }
}
