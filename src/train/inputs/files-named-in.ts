import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import * as z from 'zod'
import { yamlValue } from '../../yaml/read-yaml.ts'
import { filesOfOptions, optionWords } from './option-words.ts'

/** Files that one names by `-r` and `-c`, as they stand there; none of a file that is not there. Or why they are not known. */
export type Named = readonly string[] | 'too large' | 'broken off' | 'unreadable'
export type FilesNamedIn = (file: string) => Promise<Named>

const largest = 2 ** 20

/** Whether a file by this name is one that names others: requirements, constraints, a conda environment. */
export const namesFiles = (file: string): boolean =>
  /^(requirements.*\.(txt|lock)|constraints.*\.txt|(environment|conda|python_env)\.ya?ml)$/.test(
    basename(file),
  )

export const filesNamedIn: FilesNamedIn = async (file) => {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) return []
  if (found.size > largest) return 'too large'
  const text = decoded(await readFile(file))
  return /\.ya?ml$/.test(file) ? inEnvironment(text) : inRequirements(text)
}

/** Reads each file once: many models share those above them. */
export function filesNamedOnce(): FilesNamedIn {
  const read = new Map<string, ReturnType<FilesNamedIn>>()
  return (file) => {
    const named = read.get(file) ?? filesNamedIn(file)
    read.set(file, named)
    return named
  }
}

/** As pip reads it: a redirection of PowerShell writes UTF-16. */
function decoded(bytes: Buffer): string {
  const mark = bytes.toString('latin1', 0, 2)
  const encoding = mark === '\xff\xfe' ? 'utf-16le' : mark === '\xfe\xff' ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

/** Python ends a line at more than these two. */
const lineEnd = /\r\n|(?!\t)[\p{Cc}\p{Zl}\p{Zp}]/u

/** Of lines that begin with an option; those of a package name no files. A line that ends in a backslash goes on; a comment ends it. */
function inRequirements(text: string): Named {
  const lines: string[] = []
  let begun = ''
  for (const line of text.split(lineEnd)) {
    const isComment = /^\s*#/.test(line)
    const goesOn = line.endsWith('\\') && !isComment
    begun += goesOn ? line.replace(/^\\+/, '').replace(/(?<!\\)\\+$/, '') : isComment ? ` ${line}` : line
    if (goesOn) continue
    lines.push(begun)
    begun = ''
  }
  const options = [...lines, begun]
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line.startsWith('-'))
    .map(optionWords)
  const read = options.filter((words) => words !== 'broken off')
  return read.length < options.length ? 'broken off' : read.flatMap(filesOfOptions)
}

const environment = z.object({ dependencies: z.array(z.unknown()) })
const pipPart = z.object({ pip: z.array(z.unknown()) })

/** Among the dependencies, or among those of pip. What is no environment names nothing: conda itself says why. */
function inEnvironment(text: string): Named {
  let document: unknown
  try {
    document = yamlValue(text, { most: largest, merge: true, uniqueKeys: false })
  } catch {
    return 'unreadable'
  }
  const named = (environment.safeParse(document).data?.dependencies ?? [])
    .flatMap((entry) => pipPart.safeParse(entry).data?.pip ?? [entry])
    .map((entry) => (typeof entry === 'string' ? inRequirements(entry) : []))
  return named.find((one) => typeof one === 'string') ?? named.flat()
}
