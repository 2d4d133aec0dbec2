import { isAlias, isCollection, isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import { type KeyPath, mostCharacters } from '../../config/yaml-document.ts'
import { canonicalJson, type Json } from '../../record/canonical-json.ts'
import { plainValueOf, yamlDocument, yamlValue } from '../../yaml/read-yaml.ts'
import { edited } from './edited-value.ts'
import { flow, type Style } from './flow.ts'

/** A change to a contract: of a key, of a list's end, or of a list's middle. */
export type Edit =
  | { readonly kind: 'set'; readonly path: KeyPath; readonly value: Json }
  | { readonly kind: 'remove'; readonly path: KeyPath }
  | { readonly kind: 'append'; readonly path: KeyPath; readonly values: readonly Json[] }
  | {
      readonly kind: 'insert'
      readonly path: KeyPath
      readonly at: number
      readonly value: Json
      /** the item as lines of a block list, at an indentation of two */
      readonly lines: readonly string[]
    }

/** Some characters of a text replaced by others. */
interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

/**
 * Edits a document in its text, so that every comment, quote and space that it does not touch stays as it is.
 * @returns the new text; undefined where the document is written in a way (aliases, tags, keys that are no text) that
 * this cannot edit: the outcome is read again, and is exactly the edited value or nothing
 */
export function editText(text: string, edit: Edit): string | undefined {
  const document = yamlDocument(text, { most: mostCharacters })
  if (document.errors.length > 0 || !isCollection(document.contents)) return undefined
  const style: Style = text.trimStart().startsWith('{') ? 'json' : 'yaml'
  const splice = spliceOf(document.contents, text, edit, style)
  if (splice === undefined) return undefined
  const newText = text.slice(0, splice.from) + splice.text + text.slice(splice.to)
  // Through JSON, so that what an alias shares is there twice.
  const value = JSON.parse(JSON.stringify(plainValueOf(document))) as Json
  const wanted = edited(value, edit)
  return wanted !== undefined && isSame(newText, wanted) ? newText : undefined
}

function isSame(text: string, wanted: Json): boolean {
  try {
    return canonicalJson(yamlValue(text, { most: mostCharacters }) as Json) === canonicalJson(wanted)
  } catch {
    return false
  }
}

function spliceOf(root: unknown, text: string, edit: Edit, style: Style): Splice | undefined {
  const parent = at(root, edit.path.slice(0, -1))
  switch (edit.kind) {
    case 'set':
      return set(root, text, edit.path, edit.value, style)
    case 'remove':
      return isMap(parent) ? remove(root, text, edit.path) : undefined
    case 'append': {
      const list = at(root, edit.path)
      const values = edit.values.map((value) => flow(value, style))
      return isSeq(list) ? insertItems(list, text, list.items.length, values) : undefined
    }
    case 'insert': {
      const list = at(root, edit.path)
      if (!isSeq(list)) return undefined
      return list.flow
        ? insertItems(list, text, edit.at, [flow(edit.value, style)])
        : insertLines(list, text, edit.at, edit.lines)
    }
  }
}

/** The node at a path; what is behind an alias is written elsewhere, and for others too. */
function at(root: unknown, path: KeyPath): unknown {
  let node = root
  for (const key of path) {
    if (isMap(node)) node = pairOf(node, key)?.value
    else if (isSeq(node) && typeof key === 'number') node = node.items[key]
    else return undefined
  }
  return isAlias(node) ? undefined : node
}

const pairOf = (map: YAMLMap, key: string | number): Pair | undefined =>
  map.items.find((pair) => isScalar(pair.key) && pair.key.value === key)

function set(root: unknown, text: string, path: KeyPath, value: Json, style: Style): Splice | undefined {
  const key = path.at(-1)
  const parent = at(root, path.slice(0, -1))
  if (parent === undefined && path.length > 1)
    return set(root, text, path.slice(0, -1), { [String(key)]: value }, style)
  if (!isMap(parent) || typeof key !== 'string') return undefined
  const there = pairOf(parent, key)
  if (there !== undefined) {
    const range = rangeOf(there.value)
    return range === undefined ? undefined : { ...range, text: flow(value, style) }
  }
  const pair = `${flow(key, style)}: ${flow(value, style)}`
  const last = parent.items.at(-1)
  if (parent.flow) {
    if (last !== undefined) return insertAt(endOf(last), `, ${pair}`)
    const range = rangeOf(parent)
    return range === undefined ? undefined : { ...range, text: `{ ${pair} }` }
  }
  const first = rangeOf(parent.items[0]?.key)
  if (first === undefined || last === undefined) return undefined
  const indentation = ' '.repeat(first.from - lineStart(text, first.from))
  return afterLine(text, endOf(last), [`${indentation}${pair}`])
}

function remove(root: unknown, text: string, path: KeyPath): Splice | undefined {
  const parent = at(root, path.slice(0, -1))
  if (!isMap(parent)) return undefined
  // A map without keys is no map in block form, and says nothing in any.
  if (parent.items.length === 1 && path.length > 1) return remove(root, text, path.slice(0, -1))
  const index = parent.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === path.at(-1))
  const pair = parent.items[index]
  const key = rangeOf(pair?.key)
  const to = endOf(pair)
  if (key === undefined || to === undefined) return undefined
  if (parent.flow) {
    const before = endOf(parent.items[index - 1])
    const next = rangeOf(parent.items[index + 1]?.key)
    return before === undefined
      ? { from: key.from, to: next?.from ?? to, text: '' }
      : { from: before, to, text: '' }
  }
  const from = lineStart(text, key.from)
  if (text.slice(from, key.from).trim() !== '') return undefined
  return { from, to: lineEnd(text, to), text: '' }
}

function insertItems(
  list: YAMLSeq,
  text: string,
  index: number,
  values: readonly string[],
): Splice | undefined {
  const before = endOf(list.items[index - 1])
  if (!list.flow)
    return insertLines(
      list,
      text,
      index,
      values.map((value) => `  - ${value}`),
    )
  if (before !== undefined) return insertAt(before, values.map((value) => `, ${value}`).join(''))
  const next = rangeOf(list.items[0])
  if (next !== undefined) return insertAt(next.from, values.map((value) => `${value}, `).join(''))
  const range = rangeOf(list)
  return range === undefined ? undefined : { ...range, text: `[${values.join(', ')}]` }
}

/** Lines of a block list, brought to the indentation that the list has. */
function insertLines(
  list: YAMLSeq,
  text: string,
  index: number,
  lines: readonly string[],
): Splice | undefined {
  const first = rangeOf(list.items[0])
  if (first === undefined) return undefined
  const start = lineStart(text, first.from)
  const [, indentation] = /^( *)- +$/.exec(text.slice(start, first.from)) ?? []
  if (indentation === undefined) return undefined
  const indented = lines.map((line) => indentation + line.slice(2))
  if (index === 0) return { from: start, to: start, text: `${indented.join(newline(text))}${newline(text)}` }
  return afterLine(text, endOf(list.items[index - 1]), indented)
}

const insertAt = (from: number | undefined, text: string): Splice | undefined =>
  from === undefined ? undefined : { from, to: from, text }

/** New lines after the one in which a value ends, and its comment with it. */
function afterLine(text: string, end: number | undefined, lines: readonly string[]): Splice | undefined {
  if (end === undefined) return undefined
  const from = lineEnd(text, end)
  const opens = from > 0 && text[from - 1] !== '\n' ? newline(text) : ''
  const closes = opens === '' ? newline(text) : ''
  return { from, to: from, text: `${opens}${lines.join(newline(text))}${closes}` }
}

const newline = (text: string) => (text.includes('\r\n') ? '\r\n' : '\n')
const lineStart = (text: string, offset: number) => text.lastIndexOf('\n', offset - 1) + 1

/** After the line's end; a text of several lines ends with its own. */
function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end + 1
}

function rangeOf(node: unknown): { from: number; to: number } | undefined {
  const [from, to] = (node as { range?: readonly [number, number, number] | null } | undefined)?.range ?? []
  return from === undefined || to === undefined ? undefined : { from, to }
}

/** Where the last character of a pair or an item is; a block ends where its last value does. */
function endOf(node: unknown): number | undefined {
  if (node === undefined) return undefined
  const { key, value } = node as Partial<Pair>
  if (key !== undefined) return endOf(value ?? key)
  if (isCollection(node) && !node.flow && node.items.length > 0) return endOf(node.items.at(-1))
  return rangeOf(node)?.to
}
