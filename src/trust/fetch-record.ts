import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { asStage, type ReadRecord, readBundle } from '../record/bundle.ts'
import type { Digest } from '../record/digest.ts'
import type { RecordOf } from '../record/record.ts'
import type { StageName } from '../record/stage-name.ts'
import type { BundleRef } from '../runner/runner.ts'

/** Fetches artifacts into a folder of this job, and reads the records in them. */
export interface RecordSource {
  fetch(bundle: BundleRef, into: string): Promise<void>
}

/**
 * Fetches an artifact and reads its record with every link inside it.
 * @throws AssayError what `readBundle` and `asStage` throw; `artifact-lost`, `artifact-digest` from the host
 */
export async function fetchRecord<S extends StageName>(
  source: RecordSource,
  bundle: BundleRef,
  stage: S,
  temp: string,
  promised?: Digest,
): Promise<ReadRecord<RecordOf<S>>> {
  const folder = join(temp, `record-${randomUUID()}`)
  await source.fetch(bundle, folder)
  return asStage(await readBundle(folder, promised), stage)
}
