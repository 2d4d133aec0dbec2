import { AssayError } from '../../errors.ts'
import { demandModel, fetchModel } from '../../models/fetch.ts'
import type { Ports } from '../../stage/stage.ts'
import type { BaselineSource } from '../baselines/find-baselines.ts'
import type { RegisteredVersions } from '../baselines/registered-version.ts'

/**
 * Fetches the very model that a baseline's record judged.
 * @param into does not exist yet
 * @returns why it cannot be had, as a clause
 */
export async function fetchBaselineModel(
  { gate, version }: BaselineSource,
  into: string,
  { trust }: Pick<Ports, 'trust'>,
  versions: RegisteredVersions,
): Promise<string | undefined> {
  const { model_digest: digest, name } = gate.record
  if (digest === undefined) return 'its record names no model'
  try {
    if (version !== undefined) {
      await (await versions.registry()).fetchModel(name, version, into)
      await demandModel({ digest }, into)
      return undefined
    }
    const train = await trust.trainOf(gate)
    const model = train?.record.model
    if (!model || gate.origin.runId === undefined || model.digest !== digest)
      return 'the record of its training cannot be had'
    await fetchModel(model, trust.bundlesOf(gate.origin.runId), into)
    return undefined
  } catch (error) {
    if (error instanceof AssayError)
      return `its model cannot be had (${error.message.trim().replace(/\.$/, '')})`
    throw error
  }
}
