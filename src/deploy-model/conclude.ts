import { outsideError } from '../errors.ts'
import type { Finding, Planned, Ports } from '../stage/stage.ts'
import type { Outcome } from '../stage/work.ts'
import type { DeployContext, Deploying, Facts } from './context.ts'
import { failureRemedy } from './failure-remedy.ts'
import { goLive, told } from './go-live.ts'
import { type Ending, endingOf, type Step, stepsOf } from './steps.ts'
import { outcomesTellApart } from './told-apart.ts'

type DeployFinding = Finding<'deploy-model'>

/**
 * The alias moves after the new version has proved that it serves, and before anybody is told so.
 * @throws AssayError `cancelled` when nothing was touched; what the registry throws when the alias cannot be moved
 */
export async function conclude(
  planned: Planned<DeployContext>,
  outcomes: readonly Outcome[],
  ports: Ports,
): Promise<DeployFinding> {
  const { context, project } = planned
  const { name, deploy } = project.config
  const about = (facts: Partial<Facts>) => ({ ...described(facts), ...targetOf(deploy, facts.environment) })
  if ('refused' in context)
    return {
      ...about(context.facts),
      verdict: 'refused',
      passes: false,
      reason: context.refused,
      ...(context.remedy !== undefined && { remedy: context.remedy }),
    }
  if ('unchanged' in context) {
    const { version, environment } = context.unchanged
    const reason = `${name} ${version} serves in ${environment} already`
    return { ...about(context.unchanged), verdict: 'unchanged', passes: true, reason, steps: [] }
  }
  const { deploying } = context
  const ending = endingOf(outcomes, deploying.restorable)
  const common = {
    ...about(deploying),
    ...(deploying.deploymentId !== undefined && { deployment_id: String(deploying.deploymentId) }),
  }
  const steps = stepsOf(outcomes)
  if (ending.how === 'serves') {
    const { version, environment } = deploying
    const isProven = outcomesTellApart(outcomes, '', { name, version })
    const doubted = isProven ? undefined : doubtOf(name, deploying, deploy[environment]?.down !== undefined)
    if (doubted) ports.runner.log.warning(`${doubted.doubt}. ${doubted.remedy}`)
    const said = isProven ? 'serves' : 'was started; nothing tells it from the server before it'
    await goLive(planned, deploying, said, ports)
    const done: Step = {
      name: 'alias',
      outcome: 'done',
      detail: `${deploying.environment} names ${deploying.version}`,
    }
    const unasked = toldUnasked('smoke', deploying.version, deploying.unasked?.candidate, ports)
    return {
      ...common,
      ...success(name, deploying, doubted?.doubt),
      ...doubted,
      steps: [...steps, ...unasked, done],
    }
  }
  if (ending.how === 'untouched') {
    await told(deploying, 'error', 'Cancelled before it began', ports)
    throw outsideError(
      'cancelled',
      `the deployment of ${name} ${deploying.version} was cancelled before it began`,
      {
        hint: 'Nothing was changed. Run the job again.',
      },
    )
  }
  const { previousVersion = '', unasked } = deploying
  const isBack = outcomesTellApart(outcomes, 'restore-', { name, version: previousVersion })
  const finding = failure(name, deploying, ending, isBack)
  await told(deploying, 'failure', finding.reason, ports)
  const unaskedAgain = ending.restored
    ? toldUnasked('restore-smoke', previousVersion, unasked?.fallback, ports)
    : []
  const remedy = failureRemedy(ending, deploying, deploy[deploying.environment] ?? {})
  return { ...common, ...finding, remedy, steps: [...steps, ...unaskedAgain] }
}

/** A version that serves, and of which nobody knows whether it answers as it did: the step that was left out, and a warning. */
function toldUnasked(name: string, version: string, why: string | undefined, { runner }: Ports): Step[] {
  if (why === undefined) return []
  runner.log.warning(
    `${version} serves, and was sent no recorded request: ${why}. Look yourself whether it answers as it should.`,
  )
  return [{ name, outcome: 'not-run', detail: why }]
}

/**
 * What replaces a server in place may do so without a break, which from outside looks like a server that stayed: it is
 * deployed, as the command said, and doubted aloud.
 */
function doubtOf(name: string, { version, environment }: Deploying, hasDown: boolean) {
  const at = `deploy.${environment}`
  return {
    doubt: `nothing tells ${name} ${version} from the server before it: ${at}.health was answered before \`up\` and ever since, and does not name the version`,
    remedy: `Let the health answer name it ({"name": "${name}", "version": "${version}"}, from MODELASSAY_NAME and MODELASSAY_VERSION), or ${hasDown ? `let ${at}.down stop the server before it returns` : `give ${at}.down, which stops the server before`}.`,
  }
}

/** A rollback that was asked for and serves has the verdict of a rollback, and passes. */
function success(
  name: string,
  { isRollback, version, previousVersion, environment }: Deploying,
  doubt: string | undefined,
) {
  const before = previousVersion && previousVersion !== version ? `, in place of ${previousVersion}` : ''
  const from = doubt === undefined ? before : `${before}, as far as its commands tell; ${doubt}`
  return isRollback
    ? {
        verdict: 'rolled-back' as const,
        passes: true,
        reason: `as asked for, ${environment} is back at ${name} ${version}${from}`,
      }
    : {
        verdict: 'deployed' as const,
        passes: true,
        reason: `${name} ${version} serves in ${environment}${from}`,
      }
}

function failure(
  name: string,
  { version, previousVersion, environment, restorable }: Deploying,
  { at, why, restored }: Ending & { how: 'failed' },
  isBack: boolean,
) {
  const failed = `${name} ${version} failed at "${at}": ${why}`
  if (restored)
    return {
      verdict: 'rolled-back' as const,
      passes: false,
      reason: `${failed}; ${previousVersion} serves in ${environment} again${isBack ? '' : ', as far as its commands tell: its health answer does not name the version'}`,
    }
  const after = restorable
    ? `${previousVersion} could not be brought back: ${environment} may serve nothing`
    : `there is no version before it to go back to: ${environment} may serve nothing`
  return { verdict: 'rollback-failed' as const, passes: false, reason: `${failed}; ${after}` }
}

const described = ({ environment, version, modelDigest, previousVersion, builtOn = [] }: Partial<Facts>) => ({
  ...(environment && { environment }),
  ...(version && { version }),
  ...(modelDigest && { model_digest: modelDigest }),
  ...(previousVersion && { previous_version: previousVersion }),
  built_on: builtOn,
})

const targetOf = (deploy: Readonly<Record<string, { target: string }>>, environment = '') => {
  const target = Object.hasOwn(deploy, environment) ? deploy[environment]?.target : undefined
  return target ? { target } : {}
}
