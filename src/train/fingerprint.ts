import { canonicalJson } from '../record/canonical-json.ts'
import { type Digest, sha256 } from '../record/digest.ts'
import type { TableRef } from '../record/refs.ts'
import type { EnvironmentRequest, TrainEnvironment } from './environment-request.ts'

/** All that decides what a training comes to. */
export interface Ingredients
  extends Pick<EnvironmentRequest, 'command' | 'contracts' | 'seeds' | 'suite_version'> {
  readonly inputs: Readonly<Record<string, Digest>>
  readonly tables: readonly TableRef[]
  readonly params?: Digest
  readonly environment: Pick<TrainEnvironment, 'platform' | 'interpreters' | 'lockfiles'>
}

/** Changes with the meaning of the fingerprint, so that fingerprints of two meanings are never equal. */
const meaning = 1

/** Digest over all that decides the result: equal fingerprints mean that training again would be the same training. */
export function fingerprintOf({ tables, ...rest }: Ingredients): Digest {
  const data = tables.map(({ name, role, path, identity }) => ({ name, role, path, identity }))
  return sha256(canonicalJson({ meaning, ...rest, tables: data.sort((a, b) => (a.name < b.name ? -1 : 1)) }))
}
