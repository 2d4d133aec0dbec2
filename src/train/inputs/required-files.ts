import { realpath } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import { type FilesNamedIn, filesNamedIn } from './files-named-in.ts'

/** Files that requirements and environments name in turn. */
export interface Required {
  /** absolute, each once; one that does not exist is among them */
  readonly files: readonly string[]
  /** why they do not say all that is installed, as clauses */
  readonly doubts: readonly string[]
}

/** Far more than anybody has; a file that names another one of every name it can would never end. */
const mostFiles = 1000

/**
 * Follows `-r` and `-c` of requirements, constraints and conda environments, each file once. An address is left to whoever
 * installs, as a package without a version is. What lies outside of the grounds is not looked at.
 * @param from absolute
 * @param grounds folders, absolute: the workspace, and the repository that it lies in
 */
export async function requiredFiles(
  from: readonly string[],
  { root, grounds }: { readonly root: string; readonly grounds: readonly string[] },
  namedIn: FilesNamedIn = filesNamedIn,
): Promise<Required> {
  const within = withinOf([...grounds, ...(await Promise.all(grounds.map(real)))])
  const nameOf = (file: string) => relative(root, file).split(sep).join('/')
  const seen = new Set(from)
  const found = new Set<string>()
  const doubts = new Set<string>()
  for (const file of seen) {
    const named = await namedIn(file)
    if (typeof named === 'string') doubts.add(`${nameOf(file)} ${unknownIn[named]}`)
    for (const target of typeof named === 'string' ? [] : named) {
      const said = `${nameOf(file)} takes ${target}`
      if (/^(?!file:)[a-z][a-z0-9+.-]*:\/\//i.test(target)) continue
      const place = resolve(dirname(file), target)
      if (/\$\{\w+\}/.test(target)) doubts.add(`${said}, which a variable names`)
      else if (/^file:/i.test(target) || !within(place) || !within(await real(place)))
        doubts.add(`${said}, which lies outside of the repository`)
      else if (found.size === mostFiles) return { files: [...found], doubts: [...doubts, tooMany] }
      else {
        found.add(place)
        seen.add(place)
      }
    }
  }
  return { files: [...found], doubts: [...doubts] }
}

const unknownIn = {
  'too large': 'is too large to look for files that it names',
  'broken off': 'has a line of options in which a quote or an escape does not end',
  unreadable: 'cannot be read as YAML, so which files it names is not known',
}

const tooMany = `requirements name more than ${mostFiles} files in turn`

const withinOf = (folders: readonly string[]) => (file: string) =>
  folders.some((folder) => `${file}${sep}`.startsWith(`${resolve(folder)}${sep}`))

/** Of what is not there, the path itself. */
const real = (file: string) => realpath(file).catch(() => file)
