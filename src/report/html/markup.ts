import { html } from './escape.ts'

/** Markup that is written here or escaped: what may enter a page as it is. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Interpolated = Markup | string | number | undefined | false | readonly Interpolated[]

/**
 * Markup with whatever is interpolated as text: a user's words, as they stand in a record, cannot become anything else.
 * Of markup inside markup nothing is escaped twice; `undefined` and `false` are nothing.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Interpolated[]): Markup {
  let text = parts[0]!
  for (const [i, value] of values.entries()) text += written(value) + parts[i + 1]!
  return new Markup(text)
}

function written(value: Interpolated): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Markup) return value.text
  if (typeof value === 'string') return html(value, longest)
  return typeof value === 'number' ? String(value) : value.map(written).join('')
}

/** Characters of one text that a page shows. */
const longest = 1000

export const nothing = new Markup('')

/** A link where the address is one of the web, and its label alone where it is not. */
export const webLink = (label: Interpolated, url: string | undefined): Markup =>
  url === undefined || !/^https?:\/\/[^\s]/i.test(url)
    ? markup`${label}`
    : markup`<a href="${url}" rel="noreferrer">${label}</a>`
