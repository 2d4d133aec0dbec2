import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, posix, relative, resolve } from 'node:path'
import type { Project } from '../config/project.ts'
import type { Contents } from '../forge/contents.ts'

/**
 * Lays the files that are baselines (`file:old.csv`) where the rules look for them, as they are at the base commit. One
 * that is not there stays missing, which the judgement tells.
 * @param folder that the rules lie in, in the place of the repository
 */
export async function layBaseFiles(
  { root, config }: Project,
  baseSha: string,
  contents: Pick<Contents, 'file'>,
  folder: string,
): Promise<void> {
  const lay = async (path: string): Promise<string | undefined> => {
    const inside = relative(folder, path)
    if (inside === '' || inside.startsWith('..')) return undefined
    const bytes = await contents.file(inside.split('\\').join('/'), baseSha)
    if (bytes === undefined) return undefined
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, bytes)
    return bytes.toString('utf8')
  }
  for (const name of config.gate.baselines) {
    if (!name.startsWith('file:')) continue
    const path = resolve(root, name.slice('file:'.length))
    const text = await lay(path)
    if (text === undefined || basename(path) !== 'record.json') continue
    for (const evidence of evidenceIn(text)) await lay(join(dirname(path), evidence))
  }
}

/** What a record names beside itself; whether it is a record at all is for its reader to say. */
function evidenceIn(text: string): string[] {
  try {
    const { evidence = [] } = JSON.parse(text) as { evidence?: { path: string }[] }
    return evidence.map(({ path }) => posix.normalize(String(path)))
  } catch {
    return []
  }
}
