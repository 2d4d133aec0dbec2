import type * as z from 'zod'
import { AssayError } from '../errors.ts'
import { lastWords } from '../process/last-words.ts'
import { visible } from '../report/visible.ts'
import type { Outcome } from './work.ts'

/** @throws Error when the plan had no such item, which is a defect */
function outcomeOf(outcomes: readonly Outcome[], id: string): Outcome {
  const found = outcomes.find((outcome) => outcome.id === id)
  if (!found) throw new Error(`no outcome of work item ${id}`)
  return found
}

/** The error that an outcome stands for. */
export function errorOf(outcome: Outcome, title: string): AssayError {
  if (outcome.error) {
    const { kind, code, message, hint, file, line, column, others } = outcome.error
    return new AssayError(kind, code, message, {
      hint,
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
      ...(others !== undefined && { others }),
    })
  }
  if (outcome.status === 'cancelled' || outcome.status === 'not-run')
    return new AssayError(
      'outside',
      'cancelled',
      `${title}: ${outcome.status === 'not-run' ? 'did not run' : 'was cancelled'}`,
      {
        hint: 'Run the job again.',
      },
    )
  return new AssayError('input', 'work-failed', `${title}: ${outcome.status}`, {
    hint: 'Read the log above.',
  })
}

/**
 * A command's own last words say more of why it failed than its exit code does.
 * @param tail what it said last; hostile
 */
export function withLastWords(error: AssayError, tail: string | undefined): AssayError {
  const last = lastWords(tail)
  if (last === undefined) return error
  const { kind, code, message, hint, place, others } = error
  return new AssayError(kind, code, `${message}; it last said: ${visible(last)}`, { hint, others, ...place })
}

/**
 * What a task returned, checked: between the work and here it was a file that untrusted code could reach.
 * @throws AssayError the task's own error, or `work-result` when the result is of another shape
 */
export function resultOf<T>(outcomes: readonly Outcome[], id: string, schema: z.ZodType<T>): T {
  const outcome = outcomeOf(outcomes, id)
  if (outcome.status !== 'done') throw errorOf(outcome, id)
  const parsed = schema.safeParse(outcome.result)
  if (parsed.success) return parsed.data
  throw new AssayError('outside', 'work-result', `the work item ${id} left a result of another shape`, {
    hint: 'Run the job again; if it stays, a command of the workflow writes into the suite’s own files.',
    cause: parsed.error,
  })
}
