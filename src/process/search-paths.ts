import { realpath } from 'node:fs/promises'
import { delimiter, isAbsolute, relative, resolve, sep } from 'node:path'

/** Variables by which programs find code, folder after folder. */
const searched: ReadonlySet<string> = new Set([
  'PATH',
  'PYTHONPATH',
  'NODE_PATH',
  'R_LIBS',
  'R_LIBS_USER',
  'JULIA_LOAD_PATH',
  'CLASSPATH',
  'PERL5LIB',
])

/** Another tree of the same repository, which a command is to find its code in. */
export interface OtherTree {
  /** absolute folder of the tree whose code it must not find */
  readonly from: string
  /** the same folder of the other tree */
  readonly to: string
  /** absolute folder of all of the other tree */
  readonly within: string
}

/**
 * An environment in whose search paths folders of one tree are those of another, where that has them. What it has not,
 * an environment of Python beside the code say, is of no commit and stays.
 */
export async function withSearchPathsOf(
  { from, to, within }: OtherTree,
  env: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const [here, there, tree] = await Promise.all([from, to, within].map(real))
  const moved = async (folder: string) => {
    if (!isAbsolute(folder)) return folder
    const found = await realpath(resolve(there!, relative(here!, await real(folder)))).catch(() => undefined)
    return found !== undefined && `${found}${sep}`.startsWith(`${tree}${sep}`) ? found : folder
  }
  const entries = Object.entries(env).map(async ([name, value]): Promise<[string, string]> => {
    if (!searched.has(name.toUpperCase())) return [name, value]
    return [name, (await Promise.all(value.split(delimiter).map(moved))).join(delimiter)]
  })
  return Object.fromEntries(await Promise.all(entries))
}

const real = (path: string) => realpath(path).catch(() => resolve(path))
