import type { Config } from '../config/schema.ts'
import { inputError } from '../errors.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { DataValidateRecord } from '../record/data-validate.ts'
import type { Trust } from './trust.ts'

/**
 * Nothing is made of data that this run's data-validate found wanting, also where its exit code was ignored. Only its
 * newest attempt counts; where it did not run, nobody asked for valid data.
 * @returns its record, where it ran
 * @throws AssayError input: `data-invalid`
 */
export async function requireValidData(
  { name, data }: Pick<Config, 'name' | 'data'>,
  trust: Pick<Trust, 'ofThisRun'>,
): Promise<ReadRecord<DataValidateRecord> | undefined> {
  const validated = await trust.ofThisRun(name, 'data-validate')
  if (!validated) return undefined
  const { verdict, reason, fail_on = data.fail_on } = validated.record
  if (verdict === 'error')
    throw inputError('data-invalid', `data-validate of this run ended with an error: ${reason}`, {
      hint: 'Mend what it says, and run data-validate again.',
    })
  if (verdict === 'invalid' && fail_on !== 'never')
    throw inputError('data-invalid', `data-validate of this run found the data invalid: ${reason}`, {
      hint: 'Mend the data and run data-validate again, or set data.fail_on: never.',
    })
  return validated
}
