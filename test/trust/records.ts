import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { evidenceOf, type ReadRecord, writeBundle } from '../../src/record/bundle.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import type { RunOfRecord } from '../../src/record/run.ts'
import type { TrainRecord } from '../../src/record/train.ts'

const observed = {
  started_at: '2026-01-02T03:04:05Z',
  finished_at: '2026-01-02T03:04:06Z',
  suite_version: '0.1.0',
}

/** A gate record with its evidence, in a folder of its own. */
export async function gateBundle(
  run: RunOfRecord,
  changes: Partial<EvaluateGateRecord> = {},
): Promise<ReadRecord<EvaluateGateRecord>> {
  const folder = await mkdtemp(join(tmpdir(), 'gate-'))
  await writeFile(join(folder, 'predictions.csv'), 'id,prediction\n1,a\n')
  return writeBundle(folder, {
    schema: 'modelassay/v1',
    stage: 'evaluate-gate',
    name: 'churn',
    verdict: 'pass',
    passes: true,
    reason: 'It is no worse.',
    run,
    built_on: [],
    evidence: [await evidenceOf(folder, 'predictions.csv')],
    observed,
    ...changes,
  })
}

/** A train record in a folder of its own. */
export async function trainBundle(
  run: RunOfRecord,
  changes: Partial<TrainRecord> = {},
): Promise<ReadRecord<TrainRecord>> {
  const folder = await mkdtemp(join(tmpdir(), 'train-'))
  return writeBundle(folder, {
    schema: 'modelassay/v1',
    stage: 'train',
    name: 'churn',
    verdict: 'trained',
    passes: true,
    reason: 'It was trained.',
    run,
    built_on: [],
    fingerprint: sha256('fingerprint'),
    observed,
    ...changes,
  })
}
