import { readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { type Digest, sha256OfFile } from '../record/digest.ts'

const names =
  /^(requirements.*\.(txt|lock)|constraints.*\.txt|poetry\.lock|uv\.lock|pdm\.lock|pylock.*\.toml|Pipfile\.lock|environment\.ya?ml|conda-lock\.ya?ml|pixi\.lock|\.python-version|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|\.nvmrc|renv\.lock|Manifest\.toml|Cargo\.lock|go\.sum)$/

/** Digests of the lockfiles and requirements between the model's folder and the top of the workspace. */
export async function lockfiles(root: string, workspace: string): Promise<Record<string, Digest>> {
  const found: Record<string, Digest> = {}
  const top = resolve(workspace)
  for (let folder = resolve(root); ; folder = dirname(folder)) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    for (const entry of entries)
      if (entry.isFile() && names.test(entry.name)) {
        const file = join(folder, entry.name)
        found[relative(root, file).split(sep).join('/')] = await sha256OfFile(file)
      }
    if (folder === top || !folder.startsWith(top + sep)) return found
  }
}
