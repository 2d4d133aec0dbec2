import {
  Composer,
  type CST,
  Document,
  type ErrorCode,
  isCollection,
  isPair,
  LineCounter,
  type Node,
  Parser,
  YAMLParseError,
} from 'yaml'
import { nests, repeatedKeys } from './repeated-keys.ts'

/** How deep lists and maps may nest: far more than anybody writes; at some thousands a reader's own process ends. */
const deepest = 100

export interface YamlReading {
  /** characters that a file of this use can have; more are not read */
  readonly most: number
  /** learns where lines begin, so that errors can be told with theirs */
  readonly lines?: LineCounter
  readonly uniqueKeys?: boolean
  /** whether `<<` takes in the keys of another map */
  readonly merge?: boolean
}

/**
 * The one way to YAML that nobody vouches for.
 * @returns a document, whose `errors` say what cannot be read of it; what is larger or deeper than a bound is an error
 * of a document that is empty
 */
export function yamlDocument(
  text: string,
  { most, lines = new LineCounter(), uniqueKeys = true, ...options }: YamlReading,
): Document {
  if (text.length > most)
    return refused(0, `it has ${text.length} characters, and at most ${most} are read: keep data elsewhere`)
  const parser = new ShallowParser(lines.addNewLine)
  try {
    const [document, second] = new Composer({ ...options, uniqueKeys: false, logLevel: 'error' }).compose(
      parser.parse(text),
      true,
      text.length,
    )
    if (second !== undefined)
      document!.errors.push(
        mistake(
          second.range[0],
          'MULTIPLE_DOCS',
          'it holds several documents, and one is read: keep the others in files of their own',
        ),
      )
    const repeated = uniqueKeys ? repeatedKeys(document!.contents) : []
    if (repeated.length > 0) {
      const mistakes = repeated.map(({ range }) =>
        mistake(range![0], 'DUPLICATE_KEY', 'Map keys must be unique'),
      )
      document!.errors = [...document!.errors, ...mistakes].sort((a, b) => a.pos[0] - b.pos[0])
    }
    const key = nestedKey(document!.contents)
    if (key === undefined) return document!
    // What is behind a tab is read as a part of the key before it.
    const tab = document!.errors.find(({ code }) => code === 'TAB_AS_INDENT')
    return tab === undefined
      ? refused(key.range![0], 'a key is made of lists or maps within each other: write keys as plain text')
      : withError(tab)
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error
    return refused(
      parser.offset,
      `lists and maps nest deeper than ${deepest} levels: write them with fewer, or in files of their own`,
    )
  }
}

/**
 * The value of a document, with no more of its aliases written out than a person would write.
 * @throws YAMLParseError for the first thing that cannot be read
 */
export function yamlValue(text: string, reading: YamlReading): unknown {
  const lines = reading.lines ?? new LineCounter()
  const document = yamlDocument(text, { ...reading, lines })
  const [error] = document.errors
  if (error === undefined) return plainValueOf(document)
  const { line, col } = lines.linePos(error.pos[0])
  error.message += ` at line ${line}, column ${col}`
  throw error
}

/** @throws ReferenceError where aliases stand for far more than is written */
export const plainValueOf = (document: Document): unknown => document.toJS({ maxAliasCount: 100 })

/** Whether it was not read because it is larger or deeper than a bound. */
export const isRefused = (error: unknown): error is YAMLParseError =>
  error instanceof YAMLParseError && error.code === 'RESOURCE_EXHAUSTION'

const mistake = (at: number, code: ErrorCode, message: string) =>
  new YAMLParseError([at, at + 1], code, message)

const refused = (at: number, message: string) => withError(mistake(at, 'RESOURCE_EXHAUSTION', message))

/** Empty, so that nothing that cannot be read is looked through. */
function withError(error: YAMLParseError): Document {
  const document = new Document()
  document.errors.push(error)
  return document
}

class TooDeep extends Error {}

/** Ends where lists and maps nest too deep: whatever comes after this parser goes down as deep as they do. */
class ShallowParser extends Parser {
  override next(lexeme: string): Generator<CST.Token, void> {
    if (this.stack.length > deepest && this.stack.filter(isCollectionToken).length > deepest)
      throw new TooDeep()
    return super.next(lexeme)
  }
}

const isCollectionToken = ({ type }: CST.Token) =>
  type === 'block-map' || type === 'block-seq' || type === 'flow-collection'

/** A key that is a list or map becomes a text, and what nests in it a text at each of its levels: work with the third power of the depth. */
function nestedKey(node: unknown): Node | undefined {
  if (isPair(node))
    return isCollection(node.key) && node.key.items.some(nests) ? node.key : nestedKey(node.value)
  if (!isCollection(node)) return undefined
  for (const item of node.items) {
    const found = nestedKey(item)
    if (found !== undefined) return found
  }
  return undefined
}
