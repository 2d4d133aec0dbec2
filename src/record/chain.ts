import { inputError } from '../errors.ts'
import type { ReadRecord } from './bundle.ts'
import type { StageRecord } from './record.ts'
import type { StageName } from './stage-name.ts'

/** Stages that build on records of their own run alone; the others also take what an earlier run left. */
const withinOneRun: readonly StageName[] = ['train', 'evaluate-gate', 'register-model']

/**
 * Checks that the records of a run still are those that its later records were built on. A link to a stage of which
 * there is no record here cannot be checked, and is left alone.
 * @throws AssayError `record-broken`, which names the link
 */
export function checkChain(records: readonly ReadRecord[]): void {
  const known = new Set<string>(records.map(({ digest }) => digest))
  for (const { record } of records.filter(({ record: { stage } }) => withinOneRun.includes(stage)))
    for (const link of record.built_on) {
      if (link.kind !== 'record' || known.has(link.digest)) continue
      const found = records.find((other) => isOf(other.record, link.name, record))
      if (found) throw broken(record, link, found.digest)
    }
}

const isOf = (other: StageRecord, stage: string, { name, run }: StageRecord) =>
  other.stage === stage && other.name === name && other.run.id === run.id

const broken = (record: StageRecord, link: { name: string; digest: string }, found: string) =>
  inputError(
    'record-broken',
    `the link from ${record.stage} to ${link.name} is broken: it was built on a ${link.name} record with digest ${link.digest}, but the one here has ${found}`,
    {
      hint: `Run ${link.name} and what follows it again; its record was changed or lost after it was written.`,
    },
  )
