import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuiltOn } from '../record/built-on.ts'
import { findingDigest } from '../record/finding.ts'
import { permits } from '../registry/permits.ts'
import type { Registry, Version } from '../registry/registry.ts'
import type { Ports } from '../stage/stage.ts'

/**
 * What permits a version to go live: the gate record that was registered with it, which passes and is of its model.
 * @throws AssayError `record-broken` and what the registry throws
 */
export async function permissionOf(
  registry: Registry,
  { name, version, modelDigest }: Version,
  { runner, trust }: Ports,
): Promise<{ builtOn: readonly BuiltOn[] } | { refused: string }> {
  const folder = join(runner.temp, `modelassay-deploy-${randomUUID()}`)
  try {
    await registry.fetchRecords(name, version, folder)
    const gate = await trust.registered(name, version, join(folder, 'records', 'evaluate-gate'))
    const { record, digest } = gate
    if (!permits(record))
      return { refused: `the gate of ${name} ${version} ended as ${record.verdict}: ${record.reason}` }
    if (record.model_digest !== modelDigest)
      return {
        refused: `the gate of ${name} ${version} judged the model ${record.model_digest}, and its model is ${modelDigest}`,
      }
    return { builtOn: [{ kind: 'record', name: 'evaluate-gate', digest, finding: findingDigest(record) }] }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
