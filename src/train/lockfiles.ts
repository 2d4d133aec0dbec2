import { readdir, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { sha256OfFile } from '../record/digest.ts'

const names =
  /^(requirements.*\.(txt|lock)|constraints.*\.txt|poetry\.lock|uv\.lock|pdm\.lock|pylock.*\.toml|Pipfile\.lock|(environment|conda|python_env)\.ya?ml|conda-lock\.ya?ml|pixi\.lock|\.python-version|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|\.nvmrc|renv\.lock|Manifest\.toml|Cargo\.lock|go\.sum)$/

/**
 * The lockfiles and requirements between the model's folder and the top of the workspace, and others that are named, by
 * path from that folder: `git:<id of the blob>` of what git has unchanged, else `sha256:<hex>` of the content.
 * @param named absolute
 */
export async function lockfiles(
  { root, workspace }: { readonly root: string; readonly workspace: string },
  named: readonly string[],
  blobs: ReadonlyMap<string, string> = new Map(),
  namesIn: NamesIn = filesIn,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  const add = async (file: string) => {
    found[relative(root, file).split(sep).join('/')] = await identityOf(file, blobs)
  }
  for (const file of named) await add(file)
  const top = resolve(workspace)
  for (let folder = resolve(root); ; folder = dirname(folder)) {
    for (const name of await namesIn(folder)) if (names.test(name)) await add(join(folder, name))
    if (folder === top || !folder.startsWith(top + sep)) return found
  }
}

/** Names of the files of a folder. */
export type NamesIn = (folder: string) => Promise<readonly string[]>

const filesIn: NamesIn = async (folder) => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const linked = async (name: string) =>
    (await stat(join(folder, name)).catch(() => undefined))?.isFile() === true
  const there = await Promise.all(
    entries.map((entry) =>
      entry.isSymbolicLink() && names.test(entry.name) ? linked(entry.name) : entry.isFile(),
    ),
  )
  return entries.filter((_, i) => there[i]).map(({ name }) => name)
}

/** Reads each folder once, and of its files remembers the lockfiles: many models share the folders above them. */
export function lockfileNames(): NamesIn {
  const read = new Map<string, Promise<readonly string[]>>()
  return (folder) => {
    const listed = read.get(folder) ?? filesIn(folder).then((all) => all.filter((name) => names.test(name)))
    read.set(folder, listed)
    return listed
  }
}

async function identityOf(file: string, blobs: ReadonlyMap<string, string>): Promise<string> {
  const blob = blobs.get(file)
  return blob === undefined ? sha256OfFile(file) : `git:${blob}`
}
