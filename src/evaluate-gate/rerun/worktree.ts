import { copyFile, mkdir, realpath, rm, symlink } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { tryGit } from '../../git/git.ts'
import { findFiles } from '../../tables/find-files.ts'

/** A file of a table, and where the code of the worktree looks for it. */
interface Placement {
  readonly from: string
  /** relative to the project's folder */
  readonly to: string
}

type Environment = Readonly<Record<string, string>>

/** The project's folder inside a worktree, before and after it is there. */
export const projectIn = (folder: string) => join(folder, 'project')
const treeIn = (folder: string) => join(folder, 'tree')

/** Where a command of the worktree runs, and finds its code. */
export const standingIn = (folder: string, root: string) => ({
  cwd: projectIn(folder),
  tree: { from: root, to: projectIn(folder), within: treeIn(folder) },
})

/**
 * Checks a commit out beside the working tree.
 * @param root folder of the project in this repository
 * @param folder is made
 * @returns why it cannot be, as a clause; undefined when it is there
 */
export async function addWorktree(
  root: string,
  sha: string,
  folder: string,
  env: Environment,
): Promise<string | undefined> {
  const place = { cwd: root, env }
  const prefix = await tryGit(['rev-parse', '--show-prefix'], place)
  if (!prefix.ok) return `git does not work here (${prefix.reason})`
  const known = await tryGit(['cat-file', '-e', `${sha}^{commit}`], place)
  if (!known.ok)
    return `this checkout does not hold its commit ${sha.slice(0, 7)}; fetch it (actions/checkout with fetch-depth: 0)`
  await mkdir(folder, { recursive: true })
  await tryGit(['worktree', 'prune'], place)
  const added = await tryGit(['worktree', 'add', '--detach', '--force', treeIn(folder), sha], place)
  if (!added.ok) return `its commit ${sha.slice(0, 7)} cannot be checked out (${lastLine(added.reason)})`
  const project = join(treeIn(folder), prefix.text.trim())
  await symlink(project, projectIn(folder), 'junction')
  return undefined
}

/** Puts files of tables where the code of the worktree looks for its own; copies, so that it cannot change them. */
export async function placeTables(folder: string, tables: readonly Placement[]): Promise<string | undefined> {
  const tree = await realpath(treeIn(folder))
  const project = await realpath(projectIn(folder)).catch(() => undefined)
  if (project === undefined) return 'its commit does not have this folder'
  for (const { from, to } of tables) {
    const target = resolve(project, to)
    if (!target.startsWith(tree + sep)) return `its table ${to} lies outside of the repository`
    if (await leaves(tree, target)) return `its table ${to} lies behind a link that leaves the repository`
    try {
      await mkdir(dirname(target), { recursive: true })
      await rm(target, { force: true })
      await copyFile(from, target)
    } catch (error) {
      if (!inTheWay.has(String((error as NodeJS.ErrnoException).code))) throw error
      return `its commit has something else where its table ${to} belongs`
    }
  }
  return undefined
}

/** A folder in place of a file, or a file in place of a folder. */
const inTheWay: ReadonlySet<string> = new Set(['EEXIST', 'ENOTDIR', 'EISDIR', 'ERR_FS_EISDIR'])

/** Takes the files of a table out of the worktree, so that none of them is left beside those that come. */
export async function removeTable(
  folder: string,
  path: string | readonly string[],
): Promise<string | undefined> {
  const tree = await realpath(treeIn(folder))
  const project = await realpath(projectIn(folder)).catch(() => undefined)
  if (project === undefined) return 'its commit does not have this folder'
  for (const pattern of [path].flat()) {
    for (const { file } of await findFiles(project, pattern)) {
      if (!file.startsWith(tree + sep) || (await leaves(tree, file)))
        return `its table ${pattern} lies outside of the repository`
      await rm(file, { force: true })
    }
  }
  return undefined
}

/** A folder of the commit may be a link to anywhere. One that is not there yet is made in the nearest that is. */
async function leaves(tree: string, file: string): Promise<boolean> {
  const folder = dirname(file)
  const real = await realpath(folder).catch(() => undefined)
  if (real === undefined) return folder === tree || leaves(tree, folder)
  return !`${real}${sep}`.startsWith(tree + sep)
}

/** Takes a worktree away, whatever is left of it. */
export async function removeWorktree(
  { root, folder }: { readonly root: string; readonly folder: string },
  env: Environment,
): Promise<void> {
  await tryGit(['worktree', 'remove', '--force', '--force', treeIn(folder)], { cwd: root, env })
  await rm(folder, { recursive: true, force: true })
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? ''
