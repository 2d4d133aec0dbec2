import type { ModelRef } from '../record/refs.ts'
import type { BundleRef, Bundles } from '../runner/runner.ts'
import type { ModelContent } from './digest.ts'

const form = /^artifact:([^/]+)\/(modelassay-[A-Za-z0-9._-]+)$/

/** The reference to a model that travels in an artifact: `artifact:<run id>/<artifact name>`. */
export const artifactModel = (content: ModelContent, { runId, name }: BundleRef): ModelRef => ({
  ...content,
  store: { kind: 'artifact', uri: `artifact:${runId}/${name}` },
})

/** Which artifact of which run holds a model; undefined for one that is elsewhere. */
export function modelArtifact({ store }: ModelRef): { runId: string; name: string } | undefined {
  const match = store.kind === 'artifact' ? form.exec(store.uri) : null
  return match ? { runId: match[1]!, name: match[2]! } : undefined
}

/** Artifacts that may hold a model and can still be had, newest first; undefined for one that is elsewhere. */
export async function modelBundles(
  ref: ModelRef,
  bundles: Pick<Bundles, 'ofThisRun'>,
): Promise<readonly BundleRef[] | undefined> {
  const artifact = modelArtifact(ref)
  if (!artifact) return undefined
  return (await bundles.ofThisRun())
    .filter(({ name, runId, expired }) => name === artifact.name && runId === artifact.runId && !expired)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
}
