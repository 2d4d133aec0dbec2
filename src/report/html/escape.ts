import { visible } from '../visible.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text of anybody's, as words of a page or as the value of a quoted attribute. */
export const html = (text: string, longest = 300) =>
  visible(text, longest).replace(/[&<>"']/g, (char) => entities[char]!)
