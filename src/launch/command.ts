import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { StageRecord } from '../record/record.ts'
import type { StageName } from '../record/stage-name.ts'
import type { Ports, Stage } from '../stage/stage.ts'
import { cancellation } from './cancellation.ts'
import { carry } from './carry.ts'
import { concludeStage } from './conclude.ts'
import type { LocalPorts } from './local-ports.ts'
import { nameOfUnopened, openProject } from './open-project.ts'
import { planStage } from './plan.ts'
import { type CarriedError, type PlanFile, writePlan } from './plan-file.ts'
import { loadStage, loadTasks } from './stages.ts'
import { noteCommand, trainAlone } from './train-alone.ts'
import { unplanned } from './unplanned.ts'
import { doWork } from './work.ts'

export interface CommandResult {
  readonly record: StageRecord
  readonly exitCode: 0 | 1 | 2 | 3
  /** folder of the record and of what travels beside it, from the workspace; none where nothing was kept */
  readonly kept?: string
  /** the file of the report, where one was made */
  readonly report?: string
}

/** The three steps of an action in one process: what `modelassay <stage>` does. Its temporary folder goes in the end. */
export async function runStage(
  name: StageName,
  given: Readonly<Record<string, string>>,
  ports: LocalPorts,
  host: NodeJS.Process,
): Promise<CommandResult> {
  try {
    return await runPlanned(name, given, ports, host)
  } finally {
    await rm(ports.runner.temp, { recursive: true, force: true })
  }
}

async function runPlanned(
  name: StageName,
  given: Readonly<Record<string, string>>,
  ports: LocalPorts,
  host: NodeJS.Process,
): Promise<CommandResult> {
  const stage = plannable(alone(await loadStage(name), ports), ports)
  const plan = await written(
    await planStage({
      stage,
      ports,
      loadProject: () => openProject(stage, given, ports),
      nameOfUnloaded: () => nameOfUnopened(given, ports.runner),
    }),
  )
  // Without a configuration there is no model whose lineage this would be.
  if (plan.error?.code === 'config-missing')
    return { record: unplanned(name, plan.error, ports.runner.now()), exitCode: 2 }
  const model = plan.project?.config.name ?? plan.name
  if (plan.error && model !== undefined && (await standsBeside(plan.error, model, plan, stage, ports)))
    return { record: unplanned(name, plan.error, ports.runner.now(), model), exitCode: 2 }
  const outcomes =
    plan.work.length === 0
      ? []
      : await doWork(plan, {
          log: ports.runner.log,
          env: host.env,
          tasks: await loadTasks(name),
          signal: cancellation(host),
          now: () => ports.runner.now(),
          keep: async () => {},
          underWay: (root) => noteCommand(ports.runner.temp, root),
        })
  const { record, exitCode, outputs } = await concludeStage(stage, plan, outcomes, withoutFindings(ports))
  const artifact = outputs.record?.split('@')[0]
  const { workspace, runs, run } = ports.runner
  return {
    record,
    exitCode,
    ...(artifact && { kept: relative(workspace, join(runs, run.id, artifact)) }),
    ...(outputs.report && { report: outputs.report }),
  }
}

/**
 * Whether a training of this run that ended well stays what counts, or what it has trained of the seeds that were asked for:
 * a later call that was refused for its options did nothing. Without one the refusal is kept, so that nobody judges what
 * an earlier run left.
 */
async function standsBeside(
  { kind }: CarriedError,
  name: string,
  { own }: PlanFile,
  stage: Stage,
  { trust, runner }: LocalPorts,
): Promise<boolean> {
  if (kind !== 'configuration' || stage.name !== 'train') return false
  const earlier = await trust.ofThisRun(name, 'train').catch(() => undefined)
  if (earlier?.record.passes === true && earlier.record.run.id === runner.run.id) return true
  const { seedsStand } = await import('../train/seeds/seeds-stand.ts')
  return seedsStand(own, name, trust).catch(() => false)
}

const alone = (stage: Stage, { runner }: LocalPorts): Stage =>
  stage.name === 'train'
    ? {
        ...stage,
        async plan(planning, ports) {
          await trainAlone(planning.project.config.name, runner.temp)
          return stage.plan(planning, ports)
        },
      }
    : stage

/** Where the forge that was asked for cannot be had, that is what comes of planning. */
const plannable = (stage: Stage, ports: LocalPorts): Stage =>
  'unreachable' in ports ? { ...stage, plan: () => Promise.reject(ports.unreachable) } : stage

/** The folders of a plan; what keeps them from being made is found before anything runs. */
async function written(plan: PlanFile): Promise<PlanFile> {
  try {
    await writePlan(plan)
    return plan
  } catch (thrown) {
    return { ...plan, work: [], error: plan.error ?? carry(thrown) }
  }
}

/** The record is printed for the person who waits for it: the log need not tell what it says. Warnings are in no record. */
function withoutFindings(ports: Ports): Ports {
  const silent = { info: () => {}, annotate: () => {}, group: () => ({ end: () => {} }) }
  return { ...ports, runner: { ...ports.runner, log: { ...ports.runner.log, ...silent } } }
}
