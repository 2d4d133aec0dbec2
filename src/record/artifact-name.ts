import type { RunOfRecord } from './run.ts'
import type { StageName } from './stage-name.ts'

/**
 * What an artifact of the suite can hold. What a job kept that trained some of the seeds is of a kind of its own, by the
 * least of them: nobody who looks for a training finds it.
 */
export type ArtifactKind = StageName | 'model' | 'report' | `${'train' | 'model'}-seed-${number}`

/** `modelassay-<name>-<kind>[-<leg>]-<attempt>`: a re-run gets a name of its own and overwrites nothing. */
export function artifactName(
  name: string,
  kind: ArtifactKind,
  { leg, attempt }: Pick<RunOfRecord, 'leg' | 'attempt'>,
) {
  return [...artifactPrefix(name, kind), ...(leg ? [leg] : []), attempt].join('-')
}

/** Attempt of an artifact of this name, kind and leg; undefined when it is another artifact. */
export function attemptOf(
  artifact: string,
  name: string,
  kind: ArtifactKind,
  leg?: string,
): number | undefined {
  const prefix = `${[...artifactPrefix(name, kind), ...(leg ? [leg] : [])].join('-')}-`
  if (!artifact.startsWith(prefix)) return undefined
  const rest = artifact.slice(prefix.length)
  return /^[1-9]\d{0,8}$/.test(rest) ? Number(rest) : undefined
}

const artifactPrefix = (name: string, kind: ArtifactKind) => ['modelassay', name, kind]
