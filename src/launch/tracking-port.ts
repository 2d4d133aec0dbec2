import type { Ports } from '../stage/stage.ts'
import { webFetch } from './proxy.ts'

/** MLflow's own variables, and the web as this machine reaches it. */
export const trackingPort = (env: NodeJS.ProcessEnv): NonNullable<Ports['tracking']> => ({
  environment: Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[0].startsWith('MLFLOW_') && entry[1] !== undefined,
    ),
  ),
  fetch: webFetch(env),
})
