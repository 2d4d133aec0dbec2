import type { StageName } from '../record/stage-name.ts'
import { githubLog } from '../runner/github/log.ts'
import { setOutputs } from '../runner/github/outputs.ts'
import { withoutPart } from '../runner/github/part-of-matrix.ts'
import type { Stage } from '../stage/stage.ts'
import { carry } from './carry.ts'
import { leaveCompiled } from './compiled.ts'
import { githubPorts } from './github-ports.ts'
import { readOutcomes, readPlan, writePlan } from './plan-file.ts'
import { loadStage } from './stages.ts'
import { endUnderWay } from './under-way.ts'

/** First step of each composite: holds the token, runs nothing of the user's. */
export const plan = (name: StageName, compiled: () => Buffer): Promise<void> =>
  explained(() => planStep(name, compiled))

/** Third step: holds the token, reads what the work left, runs nothing of the user's. */
export const conclude = (name: StageName): Promise<void> => explained(() => concludeStep(name))

/** The only step of the plan action. */
export const planAll = (): Promise<void> =>
  explained(async () => {
    const { planModelsStep } = await import('./plan-models.ts')
    await planModelsStep(takeInputs(), process.env)
  })

async function planStep(name: StageName, compiled: () => Buffer): Promise<void> {
  const given = takeInputs()
  const stage = await loadStage(name)
  const ports = await githubPorts(name, environmentOf(stage, given), given.token)
  // Each step is a process of its own, and loads what it runs.
  const [{ nameOfUnopened, openProject }, { planStage }] = await Promise.all([
    import('./open-project.ts'),
    import('./plan.ts'),
  ])
  const planned = await planStage({
    stage,
    ports,
    loadProject: () => openProject(stage, given, ports),
    nameOfUnloaded: () => nameOfUnopened(given, ports.runner),
  })
  const { file, digest } = await writePlan(planned)
  await setOutputs(process.env, {
    plan: file,
    digest,
    node: process.execPath,
    work: String(planned.work.length > 0),
    compiled: await leaveCompiled(file, compiled()),
  })
}

async function concludeStep(name: StageName): Promise<void> {
  const given = takeInputs()
  const file = process.env.MODELASSAY_PLAN ?? ''
  const planned = await readPlan(file, process.env.MODELASSAY_PLAN_DIGEST ?? '')
  await endUnderWay(file, githubLog(process.stdout))
  const stage = await loadStage(name)
  const ports = await githubPorts(name, environmentOf(stage, given), given.token)
  const { concludeStage } = await import('./conclude.ts')
  const outcomes = await readOutcomes(file, planned, process.env.MODELASSAY_OUTCOMES ?? '')
  const conclusion = await concludeStage(stage, planned, outcomes, ports)
  await setOutputs(process.env, conclusion.outputs)
  process.exitCode = conclusion.exitCode
}

/** This job's, in which its matrix does not say which part of a whole it does. */
function environmentOf(
  { inputs }: Pick<Stage, 'inputs'>,
  given: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const splitting = Object.keys(inputs).filter((name) => inputs[name]?.splits)
  return splitting.reduce<NodeJS.ProcessEnv>(
    (env, name) => withoutPart(env, [name, given[name]?.trim() ?? '']),
    process.env,
  )
}

/** The inputs, which hold the token: taken out of the environment as they are read. */
function takeInputs(): Record<string, string> {
  const text = process.env.MODELASSAY_INPUTS ?? '{}'
  delete process.env.MODELASSAY_INPUTS
  const inputs = JSON.parse(text) as Record<string, string>
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name.toLowerCase(), value]))
}

/** What goes wrong before there is a plan or a record ends the step red, with its remedy. */
async function explained(step: () => Promise<void>): Promise<void> {
  try {
    await step()
  } catch (thrown) {
    const { message, hint } = carry(thrown)
    githubLog(process.stdout).annotate({ level: 'error', message: `${message}\n${hint}` })
    process.exitCode = 3
  }
}
