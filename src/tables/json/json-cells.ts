/** What a value is in JSON: a text, a number, true or false, or an object or list. */
export type JsonKind = 's' | 'n' | 'b' | 'j'

export interface JsonCell {
  readonly key: string
  /** absent: null */
  readonly kind?: JsonKind
  /** the text of a text; of everything else its JSON as it stands, so that no digit of a number is lost */
  readonly text: string
}

/**
 * The members of a JSON object, in their order.
 * @returns what is wrong, as words, where the text is none that a row can be read from
 */
export function jsonCells(line: string): JsonCell[] | string {
  if (line.length > 2 * deepest && isDeep(line)) return `the line is nested more than ${deepest} deep`
  const parsed = parsedJson(line)
  if (parsed === undefined) return 'the line is no JSON'
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return 'the line is JSON, but no object'
  const escaped = line.includes('\\u')
  const cells: JsonCell[] = []
  const seen = new Set<string>()
  let at = line.indexOf('{') + 1
  for (;;) {
    const start = line.indexOf('"', at)
    if (start === -1) return cells
    const keyEnd = stringEnd(line, start)
    const key = textOf(line, start, keyEnd)
    if (seen.has(key)) return `the key ${JSON.stringify(key.slice(0, 100))} is there twice`
    seen.add(key)
    const from = afterSpace(line, line.indexOf(':', keyEnd) + 1)
    const end = valueEnd(line, from)
    const cell = cellOf(line, from, end, key)
    if (escaped && !(isText(key) && isText(cell.text)))
      return `${JSON.stringify(key.slice(0, 100))} has a character that no text has: NUL, or half of a pair`
    cells.push(cell)
    at = line.indexOf(',', end)
    if (at === -1) return cells
  }
}

/** No table is so deep, and each level of a value takes much more memory than its text. */
const deepest = 1000

function isDeep(line: string): boolean {
  let depth = 0
  for (let at = 0; at < line.length; at++) {
    const char = line[at]
    if (char === '"') {
      at = endOfString(line, at)
      if (at === -1) return false
    } else if (char === '[' || char === '{') {
      if (++depth > deepest) return true
    } else if (char === ']' || char === '}') depth--
  }
  return false
}

/** As {@link stringEnd}, of a line that may be no JSON: -1 where the string never ends. */
function endOfString(line: string, start: number): number {
  for (let end = line.indexOf('"', start + 1); end !== -1; end = line.indexOf('"', end + 1)) {
    let before = end - 1
    while (line[before] === '\\') before--
    if ((end - before) % 2 === 1) return end
  }
  return -1
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function cellOf(line: string, from: number, end: number, key: string): JsonCell {
  switch (line[from]) {
    case '"':
      return { key, kind: 's', text: textOf(line, from, end - 1) }
    case 'n':
      return { key, text: '' }
    case 't':
    case 'f':
      return { key, kind: 'b', text: line.slice(from, end) }
    case '{':
    case '[':
      return { key, kind: 'j', text: line.slice(from, end) }
    default:
      return { key, kind: 'n', text: line.slice(from, end) }
  }
}

/** Index of the quote that ends the string which the one at `start` begins. */
function stringEnd(line: string, start: number): number {
  for (let end = line.indexOf('"', start + 1); ; end = line.indexOf('"', end + 1)) {
    let before = end - 1
    while (line[before] === '\\') before--
    if ((end - before) % 2 === 1) return end
  }
}

function textOf(line: string, start: number, end: number): string {
  const inside = line.slice(start + 1, end)
  return inside.includes('\\') ? (JSON.parse(line.slice(start, end + 1)) as string) : inside
}

/** Index behind a value of JSON that is known to be right. */
function valueEnd(line: string, from: number): number {
  const first = line[from]
  if (first === '"') return stringEnd(line, from) + 1
  if (first !== '{' && first !== '[') {
    let end = from
    while (!', \t\r\n}'.includes(line[end]!)) end++
    return end
  }
  let depth = 0
  for (let at = from; ; at++) {
    const char = line[at]
    if (char === '"') at = stringEnd(line, at)
    else if (char === '{' || char === '[') depth++
    else if ((char === '}' || char === ']') && --depth === 0) return at + 1
  }
}

function afterSpace(line: string, from: number): number {
  let at = from
  while (' \t\r\n'.includes(line[at]!)) at++
  return at
}

const isText = (text: string) => !text.includes('\0') && !/\p{Cs}/u.test(text)
