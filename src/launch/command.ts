import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { StageName } from '../record/common.ts'
import type { StageRecord } from '../record/record.ts'
import type { Ports } from '../stage/stage.ts'
import { cancellation } from './cancellation.ts'
import { concludeStage } from './conclude.ts'
import { openProject } from './open-project.ts'
import { planStage } from './plan.ts'
import { readOutcomes, writeOutcomes, writePlan } from './plan-file.ts'
import { loadStage, loadTasks } from './stages.ts'
import { doWork } from './work.ts'

export interface CommandResult {
  readonly record: StageRecord
  readonly exitCode: 0 | 1 | 2 | 3
}

/** The three steps of an action in one process: what `modelassay <stage>` does. */
export async function runStage(
  name: StageName,
  given: Readonly<Record<string, string>>,
  ports: Ports,
  host: NodeJS.Process,
): Promise<CommandResult> {
  const stage = await loadStage(name)
  const plan = await planStage({ stage, ports, loadProject: () => openProject(stage, given, ports) })
  const { file } = await writePlan(plan)
  try {
    if (plan.work.length > 0)
      await doWork(plan, {
        log: ports.runner.log,
        env: host.env,
        tasks: await loadTasks(name),
        signal: cancellation(host),
        now: () => ports.runner.now(),
        keep: (outcomes) => writeOutcomes(file, outcomes),
      })
    const { record, exitCode } = await concludeStage(stage, plan, await readOutcomes(file, plan), ports)
    return { record, exitCode }
  } finally {
    await rm(join(plan.folder), { recursive: true, force: true })
  }
}
