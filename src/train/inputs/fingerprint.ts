import { canonicalJson } from '../../record/canonical-json.ts'
import { type Digest, sha256 } from '../../record/digest.ts'
import type { TableRef } from '../../record/refs.ts'
import type { EnvironmentRequest, TrainEnvironment } from '../environment/environment-request.ts'

/** What the repository and its data say of a training: the same on every machine. */
export interface Sources
  extends Pick<EnvironmentRequest, 'command' | 'contracts' | 'seeds' | 'ship' | 'suite_version'> {
  /** by path: `git:<id of the blob>`, `git+x:<id>` of an executable, or `sha256:<hex>` */
  readonly inputs: Readonly<Record<string, string>>
  readonly tables: readonly TableRef[]
  readonly params?: string
  readonly lockfiles: Readonly<Record<string, string>>
  /** the workflow file that runs the training */
  readonly workflow?: { readonly path: string; readonly digest: string }
}

/** What the machine that trains adds. */
export interface Machine extends Pick<TrainEnvironment, 'platform' | 'interpreters' | 'container'> {
  /** digests of the values of the chosen environment variables; 'unset' where there is none */
  readonly variables?: Readonly<Record<string, string>>
}

/** Changes with the meaning of the fingerprint, so that fingerprints of two meanings are never equal. */
const meaning = 2

/** Digest over what the repository and its data decide. It says nothing of the machine. */
export function sourcesDigest({ tables, ...rest }: Sources): Digest {
  const data = tables.map(({ name, role, path, paths, identity }) => ({ name, role, path, paths, identity }))
  return sha256(canonicalJson({ meaning, ...rest, tables: data.sort((a, b) => (a.name < b.name ? -1 : 1)) }))
}

/** Digest over all that decides the result: equal fingerprints mean that training again would be the same training. */
export const fingerprintOf = (sources: Sources, machine: Machine): Digest =>
  sha256(canonicalJson({ meaning, sources: sourcesDigest(sources), machine }))
