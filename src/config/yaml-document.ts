import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, type YAMLMap } from 'yaml'
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
  return { value: plainValue(document, file), place: placesIn(document, lines, file) }
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

type Found = { readonly start: number; readonly value: unknown }

/** The place of a path; each map is looked through once, however many of its keys are asked for. */
function placesIn(document: Document, lines: LineCounter, file: string): (path: KeyPath) => Place {
  const known = new WeakMap<YAMLMap, ReadonlyMap<string, Found>>()
  const keysOf = (map: YAMLMap) => {
    const keys = known.get(map) ?? keysIn(map)
    known.set(map, keys)
    return keys
  }
  return (path) => {
    let start: number | undefined
    let node: unknown = document.contents
    for (const part of path) {
      const found =
        typeof part === 'number' ? itemAt(node, part) : isMap(node) ? keysOf(node).get(part) : undefined
      if (found === undefined) break
      start = found.start
      node = found.value
    }
    if (start === undefined) return { file, line: 1, column: 1 }
    const { line, col } = lines.linePos(start)
    return { file, line, column: col }
  }
}

/** Of each key where it begins itself. */
function keysIn({ items }: YAMLMap): ReadonlyMap<string, Found> {
  const keys = new Map<string, Found>()
  for (const { key, value } of items)
    if (isScalar(key) && key.range && !keys.has(String(key.value)))
      keys.set(String(key.value), { start: key.range[0], value })
  return keys
}

function itemAt(list: unknown, index: number): Found | undefined {
  const item = isSeq(list) ? (list.items[index] as Node | null | undefined) : undefined
  return item?.range ? { start: item.range[0], value: item } : undefined
}
