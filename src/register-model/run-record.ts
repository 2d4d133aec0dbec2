import { join } from 'node:path'
import { inputError } from '../errors.ts'
import type { ReadRecord } from '../record/bundle.ts'
import { copyFiles } from '../registry/archive/files.ts'
import type { Runner } from '../runner/runner.ts'
import type { Ports } from '../stage/stage.ts'
import type { Trust, Trusted } from '../trust/trust.ts'
import { runAgain } from './run-again.ts'

/**
 * Gathers the run record below a folder, a folder a stage, each with its evidence: the gate's, and what its chain of
 * digests names and nothing else.
 * @throws AssayError `record-lost`
 */
export async function gatherRunRecord(
  folder: string,
  gate: Trusted<'evaluate-gate'>,
  train: Trusted<'train'>,
  { trust, runner }: Pick<Ports, 'trust' | 'runner'>,
): Promise<void> {
  await copyFiles(gate.folder, join(folder, 'evaluate-gate'))
  await copyFiles(train.folder, join(folder, 'train'))
  const validated = await validationOf([gate, train], trust, runner.kind)
  if (validated) await copyFiles(validated.folder, join(folder, 'data-validate'))
}

async function validationOf(
  chain: readonly ReadRecord[],
  trust: Trust,
  kind: Runner['kind'],
): Promise<ReadRecord | undefined> {
  const links = chain.flatMap(({ record }) =>
    record.built_on.filter(({ kind, name }) => kind === 'record' && name === 'data-validate'),
  )
  const [link] = links
  if (!link) return undefined
  const read = await trust.ofThisRun(chain[0]!.record.name, 'data-validate')
  if (read && links.every(({ digest }) => digest === read.digest)) return read
  throw inputError(
    'record-lost',
    `the model was trained on data that a data-validate record ${link.digest} speaks for, which this run does not hold`,
    { hint: runAgain(kind) },
  )
}
