import { AssayError, inputError, outsideError } from '../errors.ts'
import { dirtText } from '../report/dirt-text.ts'
import { parseRecordRef, type Runner } from '../runner/runner.ts'
import { believe } from './believe.ts'
import { fetchRecord } from './fetch-record.ts'
import type { Trusted } from './trust.ts'

type Here = Pick<Runner, 'kind' | 'run' | 'dirt' | 'bundles' | 'handed' | 'temp' | 'url'>

/**
 * The gate record whose artifact and digest were handed on by a job output, or by an earlier step of this job.
 * @throws AssayError `gate-missing`, `gate-unreadable`, `gate-foreign`, `record-digest`, `artifact-lost`
 */
export async function gateHandedOn(
  name: string,
  handed: string,
  runner: Here,
): Promise<Trusted<'evaluate-gate'>> {
  const ref = handed.trim() === '' ? runner.handed.get(name, 'evaluate-gate') : parseRecordRef(handed)
  if (!ref) throw handed.trim() === '' ? missing(name, runner) : unreadable(handed)
  const named = (await runner.bundles.ofThisRun()).filter(
    (bundle) => bundle.name === ref.artifact && bundle.runId === runner.run.id,
  )
  if (named.length === 0)
    throw outsideError(
      'artifact-lost',
      `this run has no artifact ${ref.artifact}, which the gate input names`,
      {
        hint:
          runner.kind === 'github'
            ? 'Run the job with the gate again; its output and this job must be of the same run.'
            : 'Run `modelassay evaluate-gate` again.',
      },
    )
  let refusal: unknown
  for (const bundle of named) {
    try {
      const read = await fetchRecord(runner.bundles, bundle, 'evaluate-gate', runner.temp, ref.digest)
      if (read.record.name !== name || read.record.run.id !== runner.run.id) throw foreign(read.record, name)
      return believe(read, {
        description: handed.trim() === '' ? 'this job' : 'a job of this run',
        runId: runner.run.id,
        ...(read.record.run.sha && { sha: read.record.run.sha }),
        ...(runner.url && { url: runner.url }),
      })
    } catch (error) {
      // Another artifact of the same name may hold the bytes that were promised.
      if (!(error instanceof AssayError) || error.code !== 'record-digest') throw error
      refusal = error
    }
  }
  throw refusal
}

function missing(name: string, { kind, run, dirt = [] }: Here): AssayError {
  if (kind === 'github')
    return inputError('gate-missing', `no gate record of ${name} was handed on to this step`, {
      hint: 'Run evaluate-gate before it in the same job, or hand its output on: gate: ${{ needs.<job>.outputs.gate }}.',
    })
  if (run.dirty)
    return inputError(
      'gate-missing',
      `no gate has judged ${name} in this working tree, which differs from its commit${dirtText(dirt)}`,
      {
        hint: 'Add what the pipeline writes to .gitignore and commit the rest; then run `modelassay train` and `modelassay evaluate-gate`.',
      },
    )
  return inputError('gate-missing', `no gate has judged ${name} at this commit`, {
    hint: 'Run `modelassay evaluate-gate` first.',
  })
}

const unreadable = (handed: string) =>
  inputError(
    'gate-unreadable',
    `the gate input is no record output: ${JSON.stringify(handed.slice(0, 200))}`,
    {
      hint: 'Give it the output "record" of the evaluate-gate step, as it stands.',
    },
  )

const foreign = ({ name, run }: { name: string; run: { id: string } }, expected: string) =>
  inputError('gate-foreign', `the gate record that was handed on is of ${name} in run ${run.id}`, {
    hint: `Hand on the record of ${expected} that this very run wrote.`,
  })
