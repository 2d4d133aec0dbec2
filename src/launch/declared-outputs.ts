import { realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { readInputs } from '../config/inputs.ts'
import { loadProject } from '../config/load.ts'
import { writtenFiles } from '../config/written-files.ts'
import { AssayError } from '../errors.ts'
import { inputCalled } from '../stage/calling.ts'
import { sharedInputs } from '../stage/inputs.ts'
import type { Stage } from '../stage/stage.ts'

/**
 * What the pipeline writes into a folder, absolute, before there is a host that must know it. None where there is no
 * configuration, or a broken one: the stage itself says so.
 */
export async function declaredOutputs(
  stage: Pick<Stage, 'inputs'>,
  given: Readonly<Record<string, string>>,
  folder: string,
): Promise<readonly string[]> {
  const file = given.config?.trim() || sharedInputs.config.default
  const called = inputCalled('local')
  try {
    const workspace = await realpath(folder)
    const { overrides } = readInputs(given, stage.inputs, {
      workspace,
      root: dirname(resolve(workspace, file)),
      called,
    })
    return writtenFiles(
      await loadProject({ workspace, file, asked: false, overrides, called, onBranch: false }),
    )
  } catch (error) {
    if (error instanceof AssayError || (error as NodeJS.ErrnoException).code !== undefined) return []
    throw error
  }
}
