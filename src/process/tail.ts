import { StringDecoder } from 'node:string_decoder'
import { stripVTControlCharacters } from 'node:util'

const longestLine = 500

/** The last lines of an output that may be endless. */
export interface Tail {
  add(chunk: Uint8Array): void
  text(): string
}

/** Keeps the last `lines` lines, each cut to 500 characters; of a line drawn over itself, what was drawn last. */
export function outputTail(lines: number): Tail {
  const decoder = new StringDecoder('utf8')
  const kept: string[] = []
  let open = ''
  const visible = (line: string) =>
    stripVTControlCharacters(line.replace(/\r$/, '').replace(/^.*\r/s, '')).slice(0, longestLine)
  return {
    add(bytes) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const skipped = beforeLast(chunk, lines)
      if (skipped > 0) {
        decoder.end()
        open = ''
      }
      const parts = (open + decoder.write(chunk.subarray(skipped))).split('\n')
      // A line without an end must not grow without one; its last part is what a progress bar shows.
      open = (parts.pop() ?? '').slice(-8 * longestLine)
      for (const line of parts.slice(-lines)) kept.push(visible(line))
      kept.splice(0, Math.max(0, kept.length - lines))
    },
    text: () => [...kept, ...(open ? [visible(open)] : [])].slice(-lines).join('\n').trim(),
  }
}

/** How many bytes come before the last lines that could be kept, so that nothing is done with what could not. */
function beforeLast(chunk: Buffer, lines: number): number {
  let at = chunk.length
  for (let line = 0; line <= lines; line++) {
    if (at === 0) return 0
    at = chunk.lastIndexOf(0x0a, at - 1)
    if (at < 0) return 0
  }
  return at + 1
}
