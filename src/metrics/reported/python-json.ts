import { inputError } from '../../errors.ts'

/** A JSON string, or one of the bare words that Python's json module writes for what JSON cannot say. */
const stringOrBareWord = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/g

/** What the keys of a JSON text are told by. */
const stringOrMark = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g

/**
 * JSON as Python's json module writes it: bare NaN, Infinity and -Infinity come out as those words, as text.
 * @param file named in the error
 * @throws AssayError that shows the place, if the text is no JSON; `duplicate-key`, where readers would differ
 */
export function parsePythonJson(text: string, file: string): unknown {
  const value = parsed(text, file)
  const key = repeatedKey(text)
  if (key === undefined) return value
  throw inputError('duplicate-key', `${file} gives ${JSON.stringify(key.slice(0, 100))} more than once`, {
    file,
    hint: 'Write each name once.',
  })
}

/** The first key that one object has twice. @param text readable JSON, bare words aside */
function repeatedKey(text: string): string | undefined {
  const open: { keys?: Set<string>; atKey: boolean }[] = []
  for (const [token] of text.matchAll(stringOrMark)) {
    const here = open.at(-1)
    if (token === '{') open.push({ keys: new Set(), atKey: true })
    else if (token === '[') open.push({ atKey: false })
    else if (token === '}' || token === ']') open.pop()
    else if (here?.keys && token === ',') here.atKey = true
    else if (here?.keys && here.atKey) {
      const key = JSON.parse(token) as string
      if (here.keys.has(key)) return key
      here.keys.add(key)
      here.atKey = false
    }
  }
  return undefined
}

function parsed(text: string, file: string): unknown {
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
