import { type Markup, markup } from '../markup.ts'

/** A part of the report, with the name that its beginning links to. */
export interface Section {
  readonly id: string
  readonly title: string
  readonly body: Markup
}

export const section = (id: string, title: string, body: Markup): Section => ({ id, title, body })

export const sectionMarkup = ({ id, title, body }: Section): Markup =>
  markup`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`
