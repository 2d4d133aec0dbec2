/** Characters that move a cursor, colour a terminal, break a line or turn the reading direction around. */
export const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu

/** A user's text on one line, without what a reader cannot see, and not longer than `longest` characters. */
export function visible(value: string, longest = 300): string {
  const line = value.replace(unseen, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
}
