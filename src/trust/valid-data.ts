import type { Project } from '../config/project.ts'
import { inputError } from '../errors.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { DataValidateRecord } from '../record/data-validate.ts'
import { withoutEnd } from '../report/also-wrong.ts'
import type { Runner } from '../runner/runner.ts'
import { stageCalled } from '../stage/calling.ts'
import { changedAfter } from './changed-after.ts'
import type { Trust } from './trust.ts'

interface Here {
  readonly trust: Pick<Trust, 'ofThisRun'>
  readonly runner: Pick<Runner, 'kind'>
}

/**
 * Nothing is made of data that this run's data-validate found wanting, also where its exit code was ignored. Only its
 * newest attempt counts; where it did not run, nobody asked for valid data.
 * @returns its record, where it ran
 * @throws AssayError input: `data-invalid`
 */
export async function requireValidData(
  project: Project,
  { trust, runner }: Here,
): Promise<ReadRecord<DataValidateRecord> | undefined> {
  const { name, data } = project.config
  const validated = await trust.ofThisRun(name, 'data-validate')
  if (!validated) return undefined
  const { verdict, reason, observed, fail_on = data.fail_on } = validated.record
  const isError = verdict === 'error'
  if (!isError && !(verdict === 'invalid' && fail_on !== 'never')) return validated
  const found = isError ? 'ended with an error' : 'found the data invalid'
  const said = `data-validate of this run ${found}: ${reason}`
  // Jobs of a workflow check out anew, and every file is newer than what an earlier job found.
  const changed = runner.kind === 'local' ? await changedAfter(project, new Date(observed.finished_at)) : []
  if (changed.length > 0)
    throw inputError(
      'data-invalid',
      `${withoutEnd(said)}. That was an earlier state: ${changed.join(', ')} ${changed.length === 1 ? 'has' : 'have'} been written since.`,
      { hint: `Run ${stageCalled(runner.kind, 'data-validate')} again: it looks at what is there now.` },
    )
  const again = 'run data-validate again'
  throw inputError('data-invalid', said, {
    hint: isError
      ? `Mend what it says, and ${again}.`
      : `Mend the data and ${again}, or set data.fail_on: never.`,
  })
}
