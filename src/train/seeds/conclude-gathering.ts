import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuiltOn } from '../../record/built-on.ts'
import type { Json } from '../../record/canonical-json.ts'
import type { TrainRecord } from '../../record/train.ts'
import { counted } from '../../report/number.ts'
import type { Finding } from '../../stage/stage.ts'
import type { TrainContext } from '../context.ts'
import { type Gathered, isValidation, type PartTaken, type Refused } from './gathered.ts'

type TrainFinding = Finding<'train'>

/** Puts what the parts kept beside the record of the whole; each file was held to the digest in its part's record. */
export async function copyEvidence(parts: readonly PartTaken[], evidence: string): Promise<void> {
  for (const { folder, files } of parts)
    for (const file of files) await copyFile(join(folder, file), join(evidence, file))
}

/** A training that cannot be made of its parts. */
export function concludeRefused({ refusal, parts }: Refused, { seeds }: TrainContext): TrainFinding {
  return {
    verdict: 'failed',
    passes: false,
    reason: `${refusal.message[0]!.toUpperCase()}${refusal.message.slice(1)}.`,
    error: refusal,
    seeds: [...seeds],
    built_on: builtOn(parts),
    observed: observed(parts),
  }
}

/** What one job would have found, with what it was gathered from. */
export function withParts(finding: TrainFinding, { parts }: Gathered): TrainFinding {
  const told =
    finding.verdict === 'trained' ? ` Its seeds were trained in ${counted(parts.length, 'part')}.` : ''
  return {
    ...finding,
    ...(finding.verdict === 'trained' && resumedBy(parts)),
    reason: `${finding.reason}${told}`,
    built_on: [...validatedBy(parts, finding.built_on), ...finding.built_on, ...builtOn(parts)],
    observed: { ...finding.observed, ...observed(parts) },
  }
}

/** Jobs may have gone on from several runs; the first one stands for them. */
function resumedBy(parts: readonly PartTaken[]): Pick<TrainRecord, 'resumed'> {
  const [first, ...others] = parts.flatMap(({ resumed }) => resumed ?? [])
  return first ? { resumed: { ...first, seeds: [first, ...others].flatMap(({ seeds }) => seeds) } } : {}
}

/** Where each job checked the data itself, the first check stands for all; one that this job found stands already. */
const validatedBy = (parts: readonly PartTaken[], known: readonly BuiltOn[]): readonly BuiltOn[] =>
  known.some(isValidation) ? [] : parts.flatMap(({ validated }) => validated).slice(0, 1)

const builtOn = (parts: readonly PartTaken[]): BuiltOn[] =>
  parts.map(({ seeds, digest, finding }) => ({
    kind: 'record',
    name: `train-seed-${Math.min(...seeds)}`,
    digest,
    finding,
  }))

/** Who trained what, and when: several jobs do it at one time. */
const observed = (parts: readonly PartTaken[]): Record<string, Json> => ({
  parts: parts.map(({ seeds, artifact, started_at, finished_at }) => ({
    seeds: [...seeds],
    artifact,
    started_at,
    finished_at,
  })),
})
