import type { Git } from './git.ts'

/** One file of a comparison, as `diff-entry` names its parts. */
export interface Change {
  /** of the blob after the change, before it for a removed file */
  readonly sha: string
  readonly filename: string
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed'
  readonly additions: number
  readonly deletions: number
  readonly previous_filename?: string
}

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
const statuses: Readonly<Record<string, Change['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
}

/** Files that differ between two commits; without `from`, everything that is in `to`. */
export async function changes(git: Git, from: string | undefined, to: string): Promise<Change[]> {
  const options = ['-r', '-z', '-M', '--no-commit-id', from ?? emptyTree, to]
  const raw = (await git.text(['diff-tree', '--raw', '--abbrev=40', ...options])).split('\0')
  const counts = await lineCounts(git, options)
  const found: Change[] = []
  for (let index = 0; index < raw.length - 1; ) {
    const [, , before = '', after = '', letter = 'M'] = (raw[index] ?? '').split(' ')
    const status = statuses[letter.charAt(0)] ?? 'modified'
    const renamed = status === 'renamed'
    const filename = raw[index + (renamed ? 2 : 1)] ?? ''
    found.push({
      sha: status === 'removed' ? before : after,
      filename,
      status,
      ...(counts.get(filename) ?? { additions: 0, deletions: 0 }),
      ...(renamed ? { previous_filename: raw[index + 1] ?? '' } : {}),
    })
    index += renamed ? 3 : 2
  }
  return found
}

/** Lines added and removed by path; a binary file has none. */
async function lineCounts(git: Git, options: readonly string[]) {
  const parts = (await git.text(['diff-tree', '--numstat', ...options])).split('\0')
  const counts = new Map<string, { additions: number; deletions: number }>()
  for (let index = 0; index < parts.length - 1; ) {
    const [added, removed, path] = (parts[index] ?? '').split('\t')
    const renamed = path === ''
    counts.set(renamed ? (parts[index + 2] ?? '') : (path ?? ''), {
      additions: Number(added) || 0,
      deletions: Number(removed) || 0,
    })
    index += renamed ? 3 : 1
  }
  return counts
}
