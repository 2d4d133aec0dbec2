import type { Project } from '../config/project.ts'
import { type AssayError, inputError, outsideError } from '../errors.ts'
import { lastWords } from '../process/last-words.ts'
import type { DataValidateRecord } from '../record/data-validate.ts'
import type { TableRef } from '../record/refs.ts'
import { visible } from '../report/visible.ts'
import type { CommandItem, Outcome } from '../stage/work.ts'

const id = 'refresh-data'

/** The command that brings new data, before anything is looked at; none where there is none. */
export function refreshItems({
  root,
  config: { name, train },
}: Pick<Project, 'root' | 'config'>): CommandItem[] {
  if (train.refresh === undefined) return []
  return [
    {
      kind: 'command',
      id,
      title: 'Refresh the data',
      run: train.refresh,
      shell: train.shell,
      cwd: root,
      env: { MODELASSAY_NAME: name },
      timeoutSeconds: train.timeout_seconds,
      clears: [],
      makes: [],
      produces: [],
    },
  ]
}

/**
 * Lets pass what was refreshed, or was not to be: data that may be half of the old and half of the new are no data.
 * @throws AssayError outside: `refresh-failed` with what the command said last, and why it was not run
 */
export function requireRefreshed(outcomes: readonly Outcome[]): void {
  const outcome = outcomes.find((found) => found.id === id)
  if (outcome !== undefined && outcome.status !== 'done') throw failureOf(outcome)
}

function failureOf({ status, exitCode, tail, error }: Outcome): AssayError {
  if (status === 'cancelled' || status === 'not-run' || error?.kind === 'outside')
    return outsideError(error?.code ?? 'cancelled', error?.message ?? 'the data were not refreshed', {
      hint: error?.hint ?? 'Run the job again.',
    })
  const ended = status === 'timed-out' ? 'did not end in time' : `ended with exit code ${exitCode}`
  const said = lastWords(tail)
  return outsideError(
    'refresh-failed',
    `train.refresh ${ended}, so nothing was trained${said === undefined ? '' : `; it last said: ${visible(said)}`}`,
    { hint: 'Read its log. It runs in the folder of modelassay.yml, with the environment of the step.' },
  )
}

/** Identities of the tables that data-validate of this run looked at, by name. */
export const validatedTables = (record: DataValidateRecord | undefined): Record<string, string> =>
  Object.fromEntries((record?.tables ?? []).map(({ name, identity }) => [name, identity.value ?? '']))

/**
 * What was refreshed after data-validate looked at it has been looked at by nobody.
 * @param validated what `validatedTables` gives
 * @throws AssayError input: `data-not-validated`
 */
export function requireLookedAt(
  tables: readonly Pick<TableRef, 'name' | 'identity'>[],
  validated: Readonly<Record<string, string>>,
): void {
  const other = tables.find(
    ({ name, identity }) => Object.hasOwn(validated, name) && validated[name] !== identity.value,
  )
  if (other)
    throw inputError(
      'data-not-validated',
      `train.refresh brought another table ${other.name} than data-validate of this run looked at`,
      { hint: 'Run the same command in a step before data-validate, so that new data are checked first.' },
    )
}

/** Why what a refresh brings cannot be told, as a clause: only tables that are trained on say which data they are. */
export const refreshedUnknown = (tables: readonly Pick<TableRef, 'role'>[]): string[] =>
  tables.some(({ role }) => role === 'train')
    ? []
    : ['train.refresh brings data, and data.tables has no table of role train that says which']
