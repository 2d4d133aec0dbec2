import { inputError } from '../errors.ts'

/** A name as an SQL identifier, whatever it holds. */
export const identifier = (name: string) => `"${noNul(name).replaceAll('"', '""')}"`

/** A text as an SQL string literal, whatever it holds. */
export const literal = (text: string) => `'${noNul(text).replaceAll("'", "''")}'`

/** A path as DuckDB takes it for this one file: `*`, `?` and `[` would be a pattern, which may match another. */
export const exactly = (path: string) => path.replace(/[*?[]/g, '[$&]')

/** The path of one file as an SQL string literal. */
export const oneFile = (path: string) => literal(exactly(path))

/** Texts as an SQL list. */
export const literals = (texts: readonly string[]) => `[${texts.map(literal).join(', ')}]`

/** SQL ends at a NUL character: what stands after it would be cut off without a word. */
function noNul(text: string): string {
  if (!text.includes('\0')) return text
  throw inputError('nul-character', 'A name or value holds a NUL character.', {
    hint: 'Remove the NUL character; no table can have one in a name.',
  })
}
