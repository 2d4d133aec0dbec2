import { expect, it } from 'vitest'
import { sourceText } from '../../src/report/source-text.ts'

const blob = '1a2b3c4d5e6f7a8b'
const git = { kind: 'git' as const, path: 'a.csv', blob }
const oid = `sha256:${'ab'.repeat(32)}` as const
const lfs = { kind: 'lfs' as const, path: 'a.csv', oid, size: 1 }
const dvc = { kind: 'dvc' as const, dvc_file: 'a.csv.dvc', out: 'a.csv' }
const untracked = { kind: 'untracked' as const, path: 'a.csv' }

it.each([
  [git, 'git 1a2b3c4d5e6f'],
  [{ ...git, modified: true as const }, 'git 1a2b3c4d5e6f, changed since'],
  [{ ...git, line_endings: 'crlf' as const }, 'git 1a2b3c4d5e6f but for line endings'],
  [lfs, 'Git LFS abababababab'],
  [{ ...lfs, modified: true as const }, 'Git LFS abababababab, not committed'],
  [{ ...dvc, md5: '0123456789abcdef.dir' }, 'DVC 0123456789ab'],
  [dvc, 'DVC, unchecked'],
  [untracked, 'in no commit'],
])('people read of %j: %s', (source, text) => {
  expect(sourceText({ source })).toBe(text)
})

it('of several files people read how many come from where', () => {
  const file = { path: 'a.csv', bytes: 1, digest: oid }
  const files = [{ ...file, source: dvc }, { ...file, source: git }, { ...file, source: dvc }, file]
  expect(sourceText({ files })).toBe('4 files: DVC 2, git 1, unknown 1')
  expect(sourceText({ files: files.slice(-1) })).toBe('1 file')
  expect(sourceText({})).toBe('')
})
