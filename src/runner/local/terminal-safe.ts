import { StringDecoder } from 'node:string_decoder'

const esc = '\u001b'
/** Select graphic rendition: colour and weight, and nothing else that a terminal can be told. */
const colour = new RegExp(`${esc}\\[[0-9;:]{0,40}m`, 'g')
const unfinished = new RegExp(`${esc}(\\[[0-9;:]{0,40})?$`)
/** But for ends of lines and tabs. */
const control = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
/** What most logs are made of from end to end has nothing to be looked for. */
const unusual = /[^\n\t\x20-\x7e]/

/** Text in which nothing tells a terminal what to do: control characters are spelt out, lines and tabs kept. */
export const terminalSafe = (text: string) => text.replace(control, spelt)

function spelt(character: string): string {
  const code = character.charCodeAt(0)
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}

/** Output of a command made safe as it comes: colours and carriage returns stay on a terminal, and only there. */
export function safeStream(colours: boolean): (chunk: Uint8Array) => string {
  const decoder = new StringDecoder('utf8')
  let held = ''
  let begun = false
  return (chunk) => {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const plain = bytes.toString('latin1')
    if (!begun && held === '' && !unusual.test(plain)) return plain
    // A character may be cut in two as well.
    begun = (bytes.at(-1) ?? 0) > 0x7e
    const text = held + decoder.write(bytes)
    // A sequence may be cut in two by the end of a chunk.
    held = unfinished.exec(text)?.[0] ?? ''
    return clean(text.slice(0, text.length - held.length), colours)
  }
}

function clean(text: string, colours: boolean): string {
  let safe = ''
  let from = 0
  for (const match of text.matchAll(colour)) {
    safe += keepReturns(text.slice(from, match.index), colours) + (colours ? match[0] : '')
    from = match.index + match[0].length
  }
  return safe + keepReturns(text.slice(from), colours)
}

const keepReturns = (text: string, keep: boolean) =>
  text
    .replaceAll('\r\n', '\n')
    .split('\r')
    .map(terminalSafe)
    .join(keep ? '\r' : '\n')
