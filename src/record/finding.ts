import { canonicalJson } from './canonical-json.ts'
import { type Digest, sha256 } from './digest.ts'
import type { StageRecord } from './record.ts'

/**
 * Digest of what a record found: its content without `run` and `observed`. A record it built on counts with its own
 * finding instead of its bytes, which hold times; a model counts as what it is, wherever this run kept it. Two runs
 * with equal findings found the same.
 */
export function findingDigest(record: StageRecord): Digest {
  const { run: _run, observed: _observed, ...found } = record
  const built_on = record.built_on.map(({ digest, finding, ...rest }) => ({
    ...rest,
    digest: finding ?? digest,
  }))
  const model = 'model' in found && found.model ? { model: { ...found.model, store: undefined } } : {}
  return sha256(canonicalJson({ ...found, ...model, built_on }))
}
