import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { dataValidate } from '../../src/data-validate/stage.ts'
import { tasks } from '../../src/data-validate/tasks.ts'
import { concludeStage } from '../../src/launch/conclude.ts'
import { openProject } from '../../src/launch/open-project.ts'
import { planStage } from '../../src/launch/plan.ts'
import { readOutcomes, readPlan, writeOutcomes, writePlan } from '../../src/launch/plan-file.ts'
import { doWork } from '../../src/launch/work.ts'
import type { RecordOf } from '../../src/record/record.ts'
import { stageRecordSchema } from '../../src/record/record.ts'
import type { Ports, Stage } from '../../src/stage/stage.ts'
import type { Trust } from '../../src/trust/trust.ts'
import { memoryRunner } from '../ports/memory-runner.ts'
import { engineCache } from '../tables/engine-for-tests.ts'

/** Validates a workspace of these files, as the action does. */
export async function validate(
  files: Readonly<Record<string, string | Uint8Array>>,
  given: Readonly<Record<string, string>> = {},
  prepare?: (workspace: string) => Promise<void>,
  web?: typeof fetch,
  engine: { readonly cache: string; readonly ready?: string } = { cache: engineCache },
) {
  const runner = await memoryRunner({ engine })
  const { workspace } = runner
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, name)), { recursive: true })
    await writeFile(join(workspace, name), content)
  }
  await prepare?.(workspace)
  const stage = dataValidate as unknown as Stage
  const ports: Ports = { runner, forge: undefined, trust: {} as Trust }
  const plan = await planStage({ stage, ports, loadProject: () => openProject(stage, given, ports) })
  const { file, digest } = await writePlan(plan)
  await doWork(plan, {
    log: runner.log,
    env: {},
    tasks,
    signal: new AbortController().signal,
    now: () => runner.now(),
    ...(web && { fetch: web }),
    keep: (outcomes) => writeOutcomes(file, outcomes),
  })
  const read = await readPlan(file, digest)
  const conclusion = await concludeStage(stage, read, await readOutcomes(file, read), ports)
  expect(stageRecordSchema.safeParse(conclusion.record).error).toBeUndefined()
  expect(JSON.stringify(conclusion.record)).not.toMatch(/:null|NaN/)
  return { ...conclusion, record: conclusion.record as RecordOf<'data-validate'>, runner }
}
