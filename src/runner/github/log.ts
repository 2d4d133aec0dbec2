import { randomUUID } from 'node:crypto'
import type { Annotation, Log } from '../log.ts'
import { withoutCommands, workflowCommand } from './workflow-command.ts'

/** Where a step's log goes: `process.stdout`. */
export interface Output {
  write(chunk: string | Uint8Array): unknown
}

/** what GitHub shows of each level in a step */
const maxAnnotations = 10
/** characters after which GitHub cuts an annotation */
const maxMessage = 4096

/** The log of a workflow step. Nothing in any text of it is a command to the runner. */
export function githubLog(out: Output): Log {
  const raw = rawOutput(out)
  const shown = new Map<Annotation['level'], number>()
  let depth = 0
  const say = (text: string) => {
    raw.end()
    out.write(text)
  }
  const info = (message: string) => say(`${withoutCommands(message)}\n`)

  return {
    info,
    warning: (message) => annotate({ level: 'warning', message }),
    annotate,
    group(title) {
      depth += 1
      // GitHub knows no group within a group
      if (depth === 1) say(workflowCommand('group', title))
      else info(`▸ ${title}`)
      let open = true
      return {
        end() {
          if (!open) return
          open = false
          depth -= 1
          if (depth === 0) say(workflowCommand('endgroup', ''))
          else raw.end()
        },
      }
    },
    raw: raw.write,
  }

  function annotate(annotation: Annotation) {
    const { level, message, title, file, line, column } = annotation
    const count = (shown.get(level) ?? 0) + 1
    shown.set(level, count)
    if (count > maxAnnotations) {
      if (count === maxAnnotations + 1)
        info(
          `GitHub shows ${maxAnnotations} annotations of a step as ${level}; the others follow here alone.`,
        )
      return info(plain(annotation))
    }
    say(workflowCommand(level, cut(message), { title, file, line, col: column }))
  }
}

const cut = (text: string) => (text.length > maxMessage ? `${text.slice(0, maxMessage - 1)}…` : text)

const plain = ({ level, message, file, line, column }: Annotation) =>
  [
    file === undefined ? [] : [[file, line, column].filter((part) => part !== undefined).join(':')],
    level,
    message,
  ]
    .flat()
    .join(': ')

/**
 * Output of commands of the user's, between a token that stops the runner from reading commands and the same token
 * again. The token is new each time, and never where the command can read it.
 */
function rawOutput(out: Output) {
  let token: string | undefined
  let atLineStart = true
  return {
    write(chunk: Uint8Array) {
      if (chunk.length === 0) return
      if (token === undefined) {
        token = randomUUID()
        out.write(workflowCommand('stop-commands', token))
      }
      out.write(chunk)
      atLineStart = chunk.at(-1) === 0x0a
    },
    end() {
      if (token === undefined) return
      out.write(`${atLineStart ? '' : '\n'}::${token}::\n`)
      token = undefined
      atLineStart = true
    },
  }
}
