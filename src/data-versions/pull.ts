import { relative, resolve, sep } from 'node:path'
import { isPattern, splitPattern } from '../config/path-pattern.ts'
import type { Project } from '../config/project.ts'
import type { CommandItem } from '../stage/work.ts'
import { type FindOut, outFinder, outsWithin } from './dvc-out.ts'
import { pullId } from './pulled.ts'

/**
 * The command that fetches what DVC tracks of these tables, where `data.pull` asks for it; none where DVC tracks none.
 * Names reach the shell as variables: none is ever read as part of the script.
 * @param paths of tables, as the configuration has them; patterns and addresses too
 * @throws AssayError input: `dvc-unreadable`
 */
export async function pullItems(
  { root, config }: Pick<Project, 'root' | 'config'>,
  paths: readonly string[],
): Promise<CommandItem[]> {
  if (config.data.pull !== 'dvc') return []
  const targets = await targetsOf(root, paths)
  if (targets.length === 0) return []
  const names = targets.map((_, i) => `MODELASSAY_PULL_${i + 1}`)
  return [
    {
      kind: 'command',
      id: pullId,
      title: 'Pull the data with DVC',
      run: `dvc pull -- ${names.map((name) => `"$${name}"`).join(' ')}`,
      shell: 'bash',
      cwd: root,
      env: Object.fromEntries(targets.map((target, i) => [names[i]!, target])),
      timeoutSeconds: 6 * 3600,
      clears: [],
      makes: [],
      produces: [],
    },
  ]
}

/**
 * Tables as `dvc pull` takes them: of a folder that DVC tracks only the table, or what a pattern is about. Outputs are
 * named, not the `.dvc` files: DVC 3.67 passes over some of its targets where both kinds are mixed.
 */
async function targetsOf(root: string, paths: readonly string[]): Promise<string[]> {
  const find = outFinder()
  const targets = new Set<string>()
  for (const path of paths.filter((each) => !/^[a-z][a-z0-9+.-]+:\/\//i.test(each))) {
    for (const target of await targetsFor(path, root, find))
      targets.add(relative(root, target).split(sep).join('/'))
  }
  return [...targets].sort()
}

async function targetsFor(path: string, root: string, find: FindOut): Promise<readonly string[]> {
  const itself = resolve(root, path)
  const tracked = await find(itself, path)
  if (!isPattern(path) || tracked?.out.path === itself) return tracked === undefined ? [] : [itself]
  const fixed = splitPattern(path).fixed.replace(/\/$/, '') || '.'
  const folder = resolve(root, fixed)
  return (await find(folder, fixed)) === undefined ? outsWithin(folder, fixed) : [folder]
}
