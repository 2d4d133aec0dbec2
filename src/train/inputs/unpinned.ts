import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A line of a requirements file that lets the version of a package be chosen anew each time. */
export interface Unpinned {
  /** path from the model's folder */
  readonly file: string
  readonly line: number
  readonly text: string
  /** how many such lines the file has */
  readonly count: number
}

/** Files that name all versions themselves; what stands beside them is what they were made from. */
const complete =
  /^(poetry\.lock|uv\.lock|pdm\.lock|pylock.*\.toml|Pipfile\.lock|conda-lock\.ya?ml|pixi\.lock|requirements.*\.lock)$/

/** The first line of each file that does not pin, of requirements and conda environments without a lockfile beside them. */
export async function unpinned(root: string, lockfiles: readonly string[]): Promise<Unpinned[]> {
  const locked = new Set(
    lockfiles.filter((file) => complete.test(basename(file))).map((file) => dirname(file)),
  )
  const found: Unpinned[] = []
  for (const file of lockfiles.filter((path) => !locked.has(dirname(path)))) {
    const loose = looseLine(basename(file))
    if (loose === undefined) continue
    const lines = (await readFile(join(root, file), 'utf8').catch(() => '')).split('\n')
    const open = lines.flatMap((text, i) => (loose(text) ? [{ line: i + 1, text: shown(text) }] : []))
    if (open[0]) found.push({ file, ...open[0], count: open.length })
  }
  return found
}

/** A password of an address is nobody's business. */
const shown = (line: string) => line.trim().replace(/:\/\/[^/@\s]*@/, '://')

function looseLine(name: string): ((line: string) => boolean) | undefined {
  if (/\.(txt|in)$/.test(name) && !/constraint/i.test(name)) return looseRequirement
  if (/^(environment|conda|python_env)\.ya?ml$/.test(name)) return looseCondaPackage
  return undefined
}

/** `numpy`, `numpy>=1`, `-r https://…`; other options, addresses of commits and wheels, comments and hashes are none. */
function looseRequirement(line: string): boolean {
  const text = line.replace(/(^|\s)#.*$/, '').trim()
  if (/^(-[rc]|--requirement|--constraint)[\s=]*["']?(?!file:)[a-z][a-z0-9+.-]*:\/\//i.test(text)) return true
  if (text === '' || /^(-|--|\\)/.test(text) || /[/@]/.test(text)) return false
  return !/(===?)\s*[^*\s]+(\s|;|\\|$)/.test(text)
}

const looseCondaPackage = (line: string): boolean => {
  const [, name] = /^\s*-\s*["']?([A-Za-z0-9_.:-]+(?:\s*[<>=!~].*)?)["']?\s*$/.exec(line) ?? []
  if (name === undefined || /:$|^(defaults|conda-forge|nodefaults|bioconda|pytorch|nvidia)$/.test(name))
    return false
  return !/==?\s*[0-9][^*<>]*$/.test(name) || /[<>!~]/.test(name)
}
