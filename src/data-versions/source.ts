import { realpath } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import type { Source } from '../record/refs.ts'
import type { Log } from '../runner/log.ts'
import { type Committed, committedBlobs, headOf } from './committed.ts'
import { type CheckDvc, dvcChecker } from './dvc-check.ts'
import { type FindOut, holds, outFinder } from './dvc-out.ts'
import { sourceInGit } from './git-source.ts'
import type { ReadFile } from './read-file.ts'
import { repositoryTop } from './repository-top.ts'

export interface Surroundings {
  readonly workspace: string
  /** for git, which is asked: without a token */
  readonly environment: Readonly<Record<string, string>>
  readonly log: Pick<Log, 'info'>
}

/**
 * Where the content of files comes from: git's commit, Git LFS, DVC, or none of them. What Git LFS or DVC says of the
 * content is held to it. Git is asked once for all files of a repository.
 * @returns in the order of the files; undefined outside of any repository, or where git cannot be asked
 * @throws AssayError input: `lfs-mismatch`, `dvc-mismatch`, `dvc-unreadable`
 */
export async function sourcesOf(
  files: readonly ReadFile[],
  around: Surroundings,
): Promise<readonly (Source | undefined)[]> {
  const placed = await Promise.all(files.map(placeOf))
  const repositories = new Map<string, Repository>()
  for (const top of new Set(placed.flatMap(({ git }) => git?.top ?? []))) {
    const paths = placed.flatMap(({ git }) => (git?.top === top ? [git.path] : []))
    repositories.set(top, await repositoryAt(top, paths, around))
  }
  const dvc = { find: outFinder(), check: dvcChecker() }
  const sources: (Source | undefined)[] = []
  for (const file of placed) sources.push(await sourceOf(file, repositories, dvc, around))
  return sources
}

interface PlacedFile extends ReadFile {
  /** where the path leads: a commit has the file behind a link; DVC, which makes links into its cache, the path itself */
  readonly real: string
  readonly git?: { readonly top: string; readonly path: string }
}

async function placeOf(read: ReadFile): Promise<PlacedFile> {
  const file = resolve(read.file)
  const real = await realpath(file)
  const top = await repositoryTop(dirname(real))
  const git = top === undefined ? undefined : { top, path: relative(top, real).split(sep).join('/') }
  return { ...read, file, real, ...(git && { git }) }
}

interface Repository {
  readonly committed: Committed
  /** of a repository inside the workspace's, whose commit the run does not tell */
  readonly own: { readonly repository?: string; readonly commit?: string }
}

async function repositoryAt(
  top: string,
  paths: readonly string[],
  { workspace, environment, log }: Surroundings,
): Promise<Repository> {
  const committed = await committedBlobs(top, paths, environment)
  if (!committed.known)
    log.info(`Which data git has committed is not known: ${committed.reason.split('\n')[0]}`)
  const real = await realpath(workspace)
  if (top === (await repositoryTop(real))) return { committed, own: {} }
  const commit = await headOf(top, environment)
  return {
    committed,
    own: {
      repository: relative(real, top).split(sep).join('/'),
      ...(commit !== undefined && { commit }),
    },
  }
}

async function sourceOf(
  placed: PlacedFile,
  repositories: ReadonlyMap<string, Repository>,
  dvc: { readonly find: FindOut; readonly check: CheckDvc },
  { environment }: Surroundings,
): Promise<Source | undefined> {
  const { git } = placed
  const repository = git && repositories.get(git.top)
  const blob = repository?.committed.known ? repository.committed.blobs.get(git!.path) : undefined
  if (git && blob) return { ...(await sourceInGit(placed, blob, git, environment)), ...repository?.own }
  const tracked = await sourceInDvc(placed, dvc)
  if (tracked) return tracked
  return git && repository?.committed.known ? { kind: 'untracked', path: git.path } : undefined
}

async function sourceInDvc(
  { file, real, label, git }: PlacedFile,
  { find, check }: { readonly find: FindOut; readonly check: CheckDvc },
): Promise<Source | undefined> {
  const tracked = (await find(file, label)) ?? (real === file ? undefined : await find(real, label))
  if (!tracked) return undefined
  const { out, dvcFile, root } = tracked
  const md5 = await check(holds(out.path, file) ? file : real, label, tracked)
  return {
    kind: 'dvc',
    dvc_file: relative(git?.top ?? root, dvcFile)
      .split(sep)
      .join('/'),
    out: out.name,
    ...(out.stage !== undefined && { stage: out.stage }),
    ...(md5 !== undefined && out.md5 !== undefined && { md5: out.md5 }),
    ...(md5 !== undefined && md5 !== out.md5 && { file_md5: md5 }),
  }
}
