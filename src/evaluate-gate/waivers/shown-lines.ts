/** A line of Markdown. */
export interface Shown {
  readonly line: string
  /** where nobody states anything */
  readonly aside?: string
}

/** What shows its lines as they are, or not at all, until its end comes. */
interface Aside {
  readonly what: 'a code block' | 'a comment'
  endsWith(line: string): boolean
}

/**
 * The lines of a text, those of code and comments told so. Where that hangs on more of Markdown than is read here, a line
 * counts as one of code: it is refused, and its author told.
 * @param body hostile text
 */
export function shownLines(body: string): Shown[] {
  let open: Aside | undefined
  let span: string | undefined
  return body.split(/\r\n|\r|\n/).map((line) => {
    if (open !== undefined) {
      const { what } = open
      if (open.endsWith(line)) open = undefined
      return { line, aside: what }
    }
    open = fenceOf(line) ?? blockOf(line)
    const isWithin = span !== undefined && line.trim() !== ''
    span = line.trim() === '' || open !== undefined ? undefined : spanAfter(line, span)
    return isWithin ? { line, aside: 'a code span' } : { line }
  })
}

/** A fence, also one in a list or a quotation, whose lines stand further in. */
const fence = /^((?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*)(`{3,}|~{3,})/

function fenceOf(line: string): Aside | undefined {
  const [, before = '', mark] = fence.exec(line) ?? []
  if (mark === undefined) return undefined
  const deepest = before.length + 3
  return {
    what: 'a code block',
    endsWith: (end) => {
      const [, space = '', found = ''] = /^([ \t>]*)(`+|~+)[ \t]*$/.exec(end) ?? []
      return found.startsWith(mark) && space.length <= deepest
    },
  }
}

const blocks: readonly (readonly [what: Aside['what'], begin: RegExp, end: RegExp])[] = [
  ['a comment', /<!--/g, /-->/],
  ['a comment', /<!\[CDATA\[/g, /\]\]>/],
  ['a comment', /<\?/g, /\?>/],
  ['a comment', /<(?:script|style|textarea)\b/gi, /<\/(?:script|style|textarea)>/i],
  ['a code block', /<(?:pre|code)\b/gi, /<\/(?:pre|code)>/i],
]

/** What begins in a line, and does not end there. */
function blockOf(line: string): Aside | undefined {
  for (const [what, begin, end] of blocks) {
    const last = [...line.matchAll(begin)].at(-1)
    if (last && !end.test(line.slice(last.index))) return { what, endsWith: (one) => end.test(one) }
  }
  return undefined
}

/** The mark of a code span that has begun before a line ends and not ended in it; one that never ends is none. */
function spanAfter(line: string, before: string | undefined): string | undefined {
  let span = before
  for (const [, slashes = '', marks = ''] of line.matchAll(/(\\*)(`+)/g)) {
    // Within a span a backslash is nothing special.
    if (span === undefined) span = (slashes.length % 2 === 0 ? marks : marks.slice(1)) || undefined
    else if (span === marks) span = undefined
  }
  return span
}
