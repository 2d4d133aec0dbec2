import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Project } from '../config/project.ts'
import { inputCalled } from '../stage/calling.ts'
import type { Ports, Stage } from '../stage/stage.ts'
import { carry } from './carry.ts'
import type { PlanFile } from './plan-file.ts'
import { withoutConfig } from './without-config.ts'

export interface PlanRequest {
  readonly stage: Stage
  readonly ports: Ports
  loadProject(): Promise<{ project: Project; own: Readonly<Record<string, string>> }>
  /** the model's name, where its project cannot be loaded */
  nameOfUnloaded?(): Promise<string | undefined>
}

/** Plans a stage. Never throws for what a user can mend: the error becomes the plan, and conclude its record. */
export async function planStage({
  stage,
  ports,
  loadProject,
  nameOfUnloaded,
}: PlanRequest): Promise<PlanFile> {
  const { runner } = ports
  const base = {
    stage: stage.name,
    startedAt: runner.now().toISOString(),
    folder: join(runner.temp, `modelassay-${stage.name}-${randomBytes(6).toString('hex')}`),
    engine: runner.engine,
    own: {},
    work: [],
  }
  let loaded: Awaited<ReturnType<typeof loadProject>> | undefined
  try {
    loaded = await loadProject()
    const plan = await stage.plan(loaded, ports)
    return 'skip' in plan
      ? { ...base, ...loaded, skip: plan.skip }
      : { ...base, ...loaded, context: plan.context, work: plan.work }
  } catch (thrown) {
    const unconfigured = loaded !== undefined && loaded.project.file === undefined
    const error = carry(unconfigured ? withoutConfig(thrown, inputCalled(runner.kind)) : thrown)
    const name = loaded === undefined ? await nameOfUnloaded?.() : undefined
    return { ...base, ...loaded, ...(name !== undefined && { name }), error }
  }
}
