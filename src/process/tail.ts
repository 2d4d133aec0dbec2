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
    add(chunk) {
      const parts = (open + decoder.write(Buffer.from(chunk))).split('\n')
      // A line without an end must not grow without one; its last part is what a progress bar shows.
      open = (parts.pop() ?? '').slice(-8 * longestLine)
      for (const line of parts.slice(-lines)) kept.push(visible(line))
      kept.splice(0, Math.max(0, kept.length - lines))
    },
    text: () => [...kept, ...(open ? [visible(open)] : [])].slice(-lines).join('\n').trim(),
  }
}
