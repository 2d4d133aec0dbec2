import { stat } from 'node:fs/promises'
import { constants } from 'node:os'
import { relative } from 'node:path'
import { AssayError } from '../errors.ts'
import type { CommandItem, Outcome } from '../stage/work.ts'
import type { Ending } from './ending.ts'

/** What an ending comes to, the files that the command owed included. */
export async function outcomeOf(item: CommandItem, ending: Ending): Promise<Omit<Outcome, 'id' | 'seconds'>> {
  if (ending.how === 'unstartable') return { status: 'failed', error: unstartable(item, ending.cause) }
  if (ending.how === 'cancelled') return { status: 'cancelled', error: cancelled(item) }
  if (ending.how === 'timed-out')
    return {
      status: 'timed-out',
      error: {
        kind: 'input',
        code: 'command-timeout',
        message: `${item.title} was ended after ${item.timeoutSeconds} s, its timeout`,
        hint: 'Find out where it hangs (the last lines of its log), or set a longer timeout_seconds.',
      },
    }
  const exitCode = ending.code ?? 128 + (ending.signal ? (constants.signals[ending.signal] ?? 0) : 0)
  if (exitCode === 126 || exitCode === 127)
    return { status: 'failed', exitCode, error: notRunnable(item, exitCode) }
  if (exitCode !== 0)
    return {
      status: 'failed',
      exitCode,
      error: {
        kind: 'input',
        code: 'command-failed',
        message: ending.signal
          ? `${item.title} was ended by ${ending.signal}`
          : `${item.title} ended with exit code ${exitCode}`,
        hint:
          ending.signal === 'SIGKILL' || exitCode === 137
            ? 'The system may have run out of memory: see the peak memory, and take a larger machine or less data.'
            : "Read the last lines of the command's log, and run it by hand in the same folder.",
      },
    }
  for (const { path, what } of item.produces) {
    const found = await stat(path).catch(() => undefined)
    if (!found) return { status: 'failed', exitCode, error: missing(item, path, what) }
    if (!found.isFile() && !found.isDirectory())
      return { status: 'failed', exitCode, error: special(item, path, what) }
  }
  return { status: 'done', exitCode }
}

type OutcomeError = NonNullable<Outcome['error']>

export const cancelled = (item: CommandItem): OutcomeError => ({
  kind: 'outside',
  code: 'cancelled',
  message: `${item.title} was cancelled`,
  hint: 'Run it again.',
})

/** By these a shell says that what it was to run is not there, or no program: the command was never run. */
const notRunnable = (item: CommandItem, exitCode: 126 | 127): OutcomeError => ({
  kind: 'configuration',
  ...(exitCode === 127
    ? {
        code: 'command-not-found',
        message: `${item.title} ended with exit code 127: a command in it was not found`,
        hint: 'Correct its name in the command, or install it where this step finds it (PATH); a program in the folder itself is called ./name.',
      }
    : {
        code: 'command-not-executable',
        message: `${item.title} ended with exit code 126: a command in it cannot be executed`,
        hint: 'Name the program that runs the file (python train.py, bash train.sh), or make it executable (git update-index --chmod=+x).',
      }),
})

const missing = (item: CommandItem, path: string, what: string): OutcomeError => ({
  kind: 'input',
  code: 'not-produced',
  message: `${item.title} ended well but wrote no ${what}: ${relative(item.cwd, path) || path} does not exist`,
  hint: `Let the command write it there, or name the place where it does in the configuration.`,
})

/** Who reads a pipe or a device may read for ever. */
const special = (item: CommandItem, path: string, what: string): OutcomeError => ({
  kind: 'input',
  code: 'special-file',
  message: `${item.title} wrote a ${what} that is neither a file nor a folder: ${relative(item.cwd, path) || path}`,
  hint: 'Let the command write a plain file there.',
})

/** Why a command did not start. */
export function unstartable(item: CommandItem, error: unknown): OutcomeError {
  if (error instanceof AssayError)
    return { kind: error.kind, code: error.code, message: error.message, hint: error.hint }
  const { code, message } = error as NodeJS.ErrnoException
  const full = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
  return {
    kind: 'outside',
    code: full ? 'disk-full' : 'command-unstartable',
    message: full ? `the disk is full: ${message}` : `${item.title} could not be started: ${message}`,
    hint: full
      ? 'Free some space and run the step again.'
      : 'Check the shell, the folder and their permissions.',
  }
}
