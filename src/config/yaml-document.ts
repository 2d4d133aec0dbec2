import { type Document, LineCounter } from 'yaml'
import { configurationError, type Place, together } from '../errors.ts'
import { plainValueOf, yamlDocument } from '../yaml/read-yaml.ts'

/** Key path into a document: names and indexes. */
export type KeyPath = readonly (string | number)[]

/** A YAML (or JSON) document as plain values, with the place of every key. */
export interface YamlDocument {
  readonly value: unknown
  /** place of the value at this path, or of its nearest ancestor that the document has */
  place(path: KeyPath): Place
}

/** Of a configuration or a contract. */
export const mostCharacters = 1_000_000

/**
 * @param file name for messages, relative to the workspace
 * @throws AssayError `yaml-unreadable` with line and column, also for duplicate keys
 */
export function parseYaml(text: string, file: string): YamlDocument {
  if (text.length > mostCharacters)
    throw configurationError(
      'yaml-too-large',
      `${file} has ${text.length} characters; at most ${mostCharacters} are read`,
      {
        hint: 'Keep data out of the configuration.',
        file,
      },
    )
  if (text.includes('\0') || text.includes('\ufffd'))
    throw configurationError('yaml-unreadable', `${file} is no text in UTF-8`, {
      hint: 'Name the YAML file itself, and save it as UTF-8.',
      file,
    })
  const lines = new LineCounter()
  const document = yamlDocument(text, { most: mostCharacters, lines })
  // Of several at one place the others follow from the first.
  const mistakes = document.errors.filter(
    ({ pos: [at] }, i, all) => all.findIndex(({ pos: [earlier] }) => earlier === at) === i,
  )
  if (mistakes.length > 0)
    throw together(
      mistakes.map((error) => {
        const { line, col } = lines.linePos(error.pos[0])
        return configurationError('yaml-unreadable', `${file} is not readable YAML: ${error.message}`, {
          hint: `Mend line ${line}, column ${col} of ${file}.`,
          file,
          line,
          column: col,
        })
      }),
    )
  return { value: plainValue(document, file), place: (path) => placeOf(document, lines, path, file) }
}

function plainValue(document: Document, file: string): unknown {
  try {
    return plainValueOf(document)
  } catch (cause) {
    throw configurationError('yaml-unreadable', `${file} cannot be read: ${(cause as Error).message}`, {
      hint: 'Write the values out instead of using so many aliases.',
      file,
      cause,
    })
  }
}

function placeOf(document: Document, lines: LineCounter, path: KeyPath, file: string): Place {
  for (let depth = path.length; depth > 0; depth--) {
    const start = keyStart(document, path.slice(0, depth))
    if (start !== undefined) {
      const { line, col } = lines.linePos(start)
      return { file, line, column: col }
    }
  }
  return { file, line: 1, column: 1 }
}

interface Node {
  readonly range?: readonly [number, number, number] | null
  readonly items?: readonly unknown[]
}

/** Offset of the key itself where the parent is a map, of the item where it is a list. */
function keyStart(document: Document, path: KeyPath): number | undefined {
  const last = path.at(-1)!
  const parent = (path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)) as
    | Node
    | null
    | undefined
  if (typeof last === 'number') return (parent?.items?.[last] as Node | undefined)?.range?.[0]
  const pair = parent?.items?.find(
    (item) => String((item as { key?: { value?: unknown } }).key?.value) === last,
  )
  return (pair as { key?: Node } | undefined)?.key?.range?.[0]
}
