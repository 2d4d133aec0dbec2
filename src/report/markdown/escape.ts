import { unseen, visible } from '../visible.ts'

/**
 * A user's text as ordinary words of a Markdown document: no markup, no HTML, no formula, no link, and no mention or
 * cross-reference that would notify people or leave a backlink on another issue.
 */
export const text = (value: string, longest = 1000): string => inert(visible(value, longest))

/** The same of a part of a text, whose spaces at both ends count, however long. */
export const escaped = (value: string): string => inert(value.replace(unseen, ' '))

function inert(line: string): string {
  return line
    .replace(/@(?=[\w.-])|#(?=\d)|\bGH-(?=\d)|:(?=\/\/)|www(?=\.)/gi, `$&${wordJoiner}`)
    .replace(/&/g, '&amp;')
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replace(/^(?:[#+=-]|\d+[.)](?=\s|$))/, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`)
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
}

/** Splits what GitHub would read as a reference or an address, and is not seen; an entity would be read as what it stands for. */
const wordJoiner = '\u2060'

/** A user's text as a code span, outside of tables. Whatever it holds, it cannot end the span. */
export function code(value: string): string {
  const content = visible(value)
  const runs = content.match(/`+/g) ?? []
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1)
  const padding = content === '' || /^[` ]|[` ]$/.test(content) ? ' ' : ''
  return `${fence}${padding}${content}${padding}${fence}`
}

/**
 * A user's text as a code span inside a table cell, where a bar needs a backslash even in code. Two backslashes are a
 * pair there and leave a bar its meaning, so that before each bar an odd number has to stand.
 */
export const cellCode = (value: string) =>
  code(value).replace(
    /(\\*)\|/g,
    (_, slashes: string) => `${slashes}${slashes.length % 2 === 0 ? '\\' : '\\\\'}|`,
  )

/** A link under a label that is Markdown already, or the bare label where the address is no web address. */
export function link(label: string, url: string | undefined): string {
  if (url === undefined || !/^https?:\/\//i.test(url)) return label
  return `[${label}](<${url.replace(/[<>\\\s|]/g, encodeURIComponent)}>)`
}

/** A user's text inside an HTML element of a Markdown document, where Markdown is read as well. */
export const html = (value: string) =>
  text(value, 300).replace(/\\([!-/:-@[-`{-~])/g, (_, sign: string) => `&#${sign.codePointAt(0)};`)
