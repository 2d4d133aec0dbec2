const gateName = /^(modelassay-.+-evaluate-gate(?:-.+)?)-([1-9]\d{0,8})$/

/** The model and matrix job that an artifact's name says it is of, and the attempt; undefined for others. */
export function gateOf(artifact: string): { readonly key: string; readonly attempt: number } | undefined {
  const [, key, digits] = gateName.exec(artifact) ?? []
  return key === undefined ? undefined : { key, attempt: Number(digits) }
}

/** Gate artifacts of a run: of each model and matrix job the newest, none of an attempt that has not been. */
export function newestGates<A extends { readonly name: string; readonly createdAt: Date }>(
  artifacts: readonly A[],
  attempts: number,
): A[] {
  const newest = new Map<string, { readonly artifact: A; readonly attempt: number }>()
  for (const artifact of artifacts) {
    const gate = gateOf(artifact.name)
    if (gate === undefined || gate.attempt > attempts) continue
    const known = newest.get(gate.key)
    const later =
      !known ||
      gate.attempt > known.attempt ||
      (gate.attempt === known.attempt && artifact.createdAt.getTime() > known.artifact.createdAt.getTime())
    if (later) newest.set(gate.key, { artifact, attempt: gate.attempt })
  }
  return Array.from(newest.values(), ({ artifact }) => artifact)
}
