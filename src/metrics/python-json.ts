import { inputError } from '../errors.ts'

/** A JSON string, or one of the bare words that Python's json module writes for what JSON cannot say. */
const stringOrBareWord = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/g

/**
 * JSON as Python's json module writes it: bare NaN, Infinity and -Infinity come out as those words, as text.
 * @param file named in the error
 * @throws AssayError that shows the place, if the text is no JSON
 */
export function parsePythonJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const quoted = text.replace(stringOrBareWord, (word) => (word.startsWith('"') ? word : `"${word}"`))
    try {
      return JSON.parse(quoted)
    } catch (cause) {
      throw inputError('unreadable-json', `${file} is no readable JSON: ${(cause as Error).message}`, {
        file,
        hint: 'Mend the file, or write the metrics with a JSON library.',
        cause,
      })
    }
  }
}
