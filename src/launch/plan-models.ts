import { cleanEnvironment } from '../process/environment.ts'
import { setOutputs } from '../runner/github/outputs.ts'
import { matrixOf, mostJobs } from '../train/many/matrix.ts'
import { planModels } from '../train/many/plan.ts'
import { planMarkdown } from '../train/many/plan-text.ts'
import { githubPorts } from './github-ports.ts'

/** The one step of the plan action: reads the repository, runs nothing of the user's. */
export async function planModelsStep(
  given: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const ports = await githubPorts('train', env, given.token)
  const { log } = ports.runner
  const models = await planModels(ports, cleanEnvironment(env), given.models === 'all' ? 'all' : 'needed')
  const needed = models.filter((model) => model.needed)
  const left = Math.max(0, needed.length - mostJobs)
  for (const { name, reason } of needed) log.info(`${name}: ${reason}`)
  if (left > 0)
    log.warning(
      `${needed.length} models need work, and a matrix holds ${mostJobs}: ${left} are left for the next run.`,
    )
  await ports.runner.summary(planMarkdown(models))
  await setOutputs(env, {
    matrix: JSON.stringify(matrixOf(models)),
    any: String(needed.length > 0),
    count: String(needed.length),
    left: String(left),
    models: JSON.stringify(needed),
  })
}
