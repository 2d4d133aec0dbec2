import { type ArtifactKind, attemptOf } from '../record/artifact-name.ts'
import type { BundleRef } from '../runner/runner.ts'

/** An artifact with the attempt that its name tells. */
export interface Attempt {
  readonly bundle: BundleRef
  readonly attempt: number
}

/** Artifacts of a kind, newest first: by attempt, then by time of creation, never by id. */
export function newestFirst(
  bundles: readonly BundleRef[],
  name: string,
  kind: ArtifactKind,
  leg?: string,
): readonly Attempt[] {
  return bundles
    .map((bundle) => ({ bundle, attempt: attemptOf(bundle.name, name, kind, leg) }))
    .filter((found): found is Attempt => found.attempt !== undefined)
    .sort((a, b) => b.attempt - a.attempt || b.bundle.createdAt.getTime() - a.bundle.createdAt.getTime())
}
