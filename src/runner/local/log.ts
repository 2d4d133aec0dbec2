import type { Annotation, Log } from '../log.ts'
import { safeStream, terminalSafe } from './terminal-safe.ts'

/** Where the log goes: standard error. */
export interface Sink {
  write(text: string): unknown
}

const levels = { error: 31, warning: 33, notice: 36 } as const

/** A log for a terminal or a file. */
export function localLog(sink: Sink, colours: boolean): Log {
  const paint = (code: number, text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text)
  const safe = safeStream(colours)
  let lineOpen = false
  const line = (text: string) => {
    sink.write(`${lineOpen ? '\n' : ''}${text}\n`)
    lineOpen = false
  }
  return {
    info: (message) => line(terminalSafe(message)),
    warning: (message) => line(`${paint(levels.warning, 'warning')}: ${terminalSafe(message)}`),
    annotate: ({ level, message, title, ...place }) =>
      line(
        `${placeText(place)}${paint(levels[level], level)}: ${terminalSafe(title ? `${title}: ${message}` : message)}`,
      ),
    group(title) {
      line(paint(1, terminalSafe(title)))
      return {
        end() {
          if (lineOpen) line('')
        },
      }
    },
    raw(chunk) {
      const text = safe(chunk)
      if (text === '') return
      sink.write(text)
      lineOpen = !text.endsWith('\n')
    },
  }
}

function placeText({ file, line, column }: Pick<Annotation, 'file' | 'line' | 'column'>): string {
  if (file === undefined) return ''
  return `${[terminalSafe(file), line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':')}: `
}
