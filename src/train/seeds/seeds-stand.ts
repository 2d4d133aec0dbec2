import type { Trust } from '../../trust/trust.ts'
import { askedSeeds } from './seeds-of-part.ts'

/** Whether all seeds that a job was to train have been trained in this run already, each by the newest attempt of a part. */
export async function seedsStand(
  own: Readonly<Record<string, string>>,
  model: string,
  trust: Pick<Trust, 'partsOfThisRun'>,
): Promise<boolean> {
  const asked = askedSeeds(own)
  if (asked === undefined) return false
  const parts = await trust.partsOfThisRun(model)
  const trained = new Set(
    parts.flatMap(({ read: { record } }) => (record.verdict === 'part' ? (record.seeds ?? []) : [])),
  )
  return asked.every((seed) => trained.has(seed))
}
