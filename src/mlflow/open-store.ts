import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { configurationError } from '../errors.ts'
import { fileStore } from './file-store.ts'
import { serverStore } from './server-store.ts'
import { sqliteStore } from './sqlite-store.ts'
import type { TrackingStore } from './store.ts'

/** Where MLflow's own client would log from here. */
export interface Tracking {
  /** the model's folder, in which the command runs */
  readonly root: string
  /** `train.mlflow.tracking_uri` */
  readonly uri?: string
  readonly environment: Readonly<Record<string, string>>
  readonly fetch?: typeof fetch
  readonly pauses?: readonly number[]
}

/** Where MLflow keeps runs that nobody gave a place. */
export const defaultStores = ['sqlite:///mlflow.db', 'mlruns'] as const

/**
 * The stores that may hold the runs of a command: the one that is named, or else what MLflow takes by default, `mlflow.db`
 * since version 3 and `mlruns` before.
 * @throws AssayError configuration: `mlflow-store`; outside: `mlflow-offline`
 */
export async function openStores(tracking: Tracking): Promise<readonly TrackingStore[]> {
  const uri = tracking.uri ?? (tracking.environment.MLFLOW_TRACKING_URI || undefined)
  if (uri !== undefined) return [openStore(uri, tracking)]
  const found = defaultStores.map((one) => openStore(one, tracking))
  const there = await Promise.all(
    ['mlflow.db', 'mlruns'].map((name) => stat(resolve(tracking.root, name)).catch(() => undefined)),
  )
  return found.filter((_, i) => there[i] !== undefined)
}

export function openStore(uri: string, { root, environment, fetch, pauses }: Tracking): TrackingStore {
  if (/^https?:\/\//i.test(uri)) {
    const { username, password, address } = withoutCredentials(uri)
    return serverStore(address, {
      fetch: fetch ?? offline,
      ...(environment.MLFLOW_TRACKING_TOKEN && { token: environment.MLFLOW_TRACKING_TOKEN }),
      username: username || (environment.MLFLOW_TRACKING_USERNAME ?? ''),
      password: password || (environment.MLFLOW_TRACKING_PASSWORD ?? ''),
      ...(pauses && { pauses }),
    })
  }
  const database = /^sqlite:\/\/\/(.+)$/i.exec(uri)?.[1]
  if (database !== undefined) return sqliteStore(resolve(root, database), uri)
  if (/^file:\/\//i.test(uri)) return fileStore(fileURLToPath(uri), uri)
  if (!/^[a-z][a-z0-9+]+:/i.test(uri)) return fileStore(resolve(root, uri), uri)
  throw configurationError(
    'mlflow-store',
    `runs of MLflow cannot be read from ${uri.replace(/:\/\/.*@/, '://').replace(/[?#].*$/, '')}`,
    {
      hint: 'Name a folder, sqlite:///<file>, or the address of a tracking server (http or https), which reads all other stores.',
    },
  )
}

function withoutCredentials(uri: string) {
  let url: URL
  try {
    url = new URL(uri)
  } catch (cause) {
    throw configurationError(
      'mlflow-store',
      'MLFLOW_TRACKING_URI or train.mlflow.tracking_uri is no address',
      {
        hint: 'Write it as https://<host>[:<port>].',
        cause,
      },
    )
  }
  const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  url.username = ''
  url.password = ''
  url.search = ''
  url.hash = ''
  return { username, password, address: url.href }
}

const offline: typeof fetch = () => Promise.reject(new Error('nothing may be fetched here'))
