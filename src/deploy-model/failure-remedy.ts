import type { EnvironmentConfig } from '../config/schema.ts'
import type { Deploying } from './context.ts'
import type { Ending } from './steps.ts'

/**
 * What to do about a deployment that failed, as one sentence. The log of the step is the suite's, and tells what `up`
 * and `down` printed; what the server itself says is wherever its command sends it.
 */
export function failureRemedy(
  { at, cancelled, restored }: Ending & { how: 'failed' },
  { environment, restorable }: Pick<Deploying, 'environment' | 'restorable'>,
  { smoke }: Pick<EnvironmentConfig, 'smoke'>,
): string {
  const first = restored ? '' : 'Look at what serves there now. '
  const back =
    restored || !restorable
      ? ''
      : '; or check out the commit of a version that served, and go back to it there (rollback-to)'
  const look = cancelled ? undefined : whereToLook(at, `deploy.${environment}`, smoke)
  return `${first}${look === undefined ? 'Deploy again' : `${look}, and deploy again`}${back}.`
}

function whereToLook(at: string, key: string, smoke: string | undefined): string {
  const serverLog = `the log of your own server (wherever ${key}.up sends what it prints: this suite keeps none)`
  if (at === 'smoke')
    return `If the answer is right, record it in ${smoke ?? 'the smoke file'} with the change that caused it; if not, read ${serverLog}, mend the server or the model`
  if (at === 'health')
    return `Read ${serverLog}, and mend what keeps ${key}.health from answering for this version: stop the server that answers in its place, name a path that does not tell another name or version, or give it more time by ${key}.health_timeout_seconds`
  return `Read what the command ${key}.${at === 'down' ? 'down' : 'up'} printed in the log of this step, mend what it says`
}
