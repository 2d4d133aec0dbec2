import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { AssayError } from '../../errors.ts'
import type { Registry } from '../../registry/registry.ts'
import type { Ports } from '../../stage/stage.ts'
import type { Trusted } from '../../trust/trust.ts'

/** Reads gate records of one model's registered versions. */
export interface RegisteredVersions {
  readonly model: string
  registry(): Promise<Registry>
  /** Whether one says that a gate has passed before: of what this commit made only where it is its own base. */
  earlier(): Promise<boolean>
  /** @throws AssayError when the version's record cannot be had; see {@link isLoss} */
  gate(version: string): Promise<Trusted<'evaluate-gate'>>
}

/** @param open called when the first version is asked for */
export function registeredVersions(
  model: string,
  open: () => Promise<Registry>,
  { runner, trust }: Ports,
): RegisteredVersions {
  let opened: Promise<Registry> | undefined
  const registry = () => {
    opened ??= open()
    return opened
  }
  return {
    model,
    registry,
    async earlier() {
      const { run, trigger } = runner
      const isOwnBase = trigger.baseSha === run.sha
      return (await (await registry()).versions(model)).some(
        ({ sourceSha }) => isOwnBase || sourceSha !== run.sha,
      )
    },
    async gate(version) {
      const folder = await mkdtemp(join(runner.temp, 'modelassay-baseline-'))
      runner.log.info(`Fetching the record of ${model} ${version}, a baseline`)
      await (await registry()).fetchRecords(model, version, folder)
      return trust.registered(model, version, join(folder, 'records', 'evaluate-gate'))
    },
  }
}

/** What is gone or broken is a baseline that is lost; the world's other troubles pass, and are errors until then. */
export const isLoss = (error: unknown): error is AssayError =>
  error instanceof AssayError && (error.kind !== 'outside' || /lost|digest|not-found/.test(error.code))
