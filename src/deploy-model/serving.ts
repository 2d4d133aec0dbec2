import type { EnvironmentConfig } from '../config/schema.ts'
import type { Json } from '../record/canonical-json.ts'
import type { CommandItem, TaskItem, When, WorkItem } from '../stage/work.ts'
import type { Smoke } from './smoke.ts'

/** A version with what serving it needs. */
export interface Servable {
  readonly version: string
  readonly modelFolder: string
  /** absent where none are recorded for it */
  readonly smoke?: readonly Smoke[]
  /** why none are, where requests are to be sent, as a clause */
  readonly unasked?: string
}

export interface Place {
  readonly name: string
  readonly environment: string
  /** folder that the commands run in */
  readonly root: string
  readonly target: EnvironmentConfig
  /** all registered versions */
  readonly versions: readonly string[]
}

/** Who takes part in a deployment. */
export interface Cast {
  readonly candidate: Servable
  /** what is to be stopped first; absent where nothing was ever deployed */
  readonly running?: Servable
  /** what is to serve again when the candidate does not */
  readonly fallback?: Servable
}

/**
 * The work of a deployment: stop what serves, look who answers still, start the candidate, wait for it, ask it; and, only after one of these
 * failed, the same for the predecessor. Stopping may fail, since what is to be stopped may be gone already: whether the
 * next one serves decides.
 */
export function deploymentWork(place: Place, { candidate, running, fallback }: Cast): readonly WorkItem[] {
  return [
    ...(running ? stopping(place, running, 'down', 'ok') : []),
    ...serving(place, candidate, '', 'ok'),
    ...stopping(place, candidate, 'restore-down', 'failed'),
    ...(fallback ? serving(place, fallback, 'restore-', 'failed') : []),
  ]
}

function serving(place: Place, served: Servable, prefix: '' | 'restore-', when: When): WorkItem[] {
  const { name, target, versions } = place
  const { version, smoke } = served
  const again = prefix ? 'again ' : ''
  const before = task(`${prefix}before`, `Look who serves before ${name} ${version}`, 'before', when, {
    url: target.health,
  })
  const up: CommandItem = {
    ...command(place, served, target.up, when),
    id: `${prefix}up`,
    title: `Start ${name} ${version} ${again}`.trim(),
    detaches: true,
  }
  const health = task(`${prefix}health`, `Wait until ${name} ${version} serves`, 'health', when, {
    url: target.health,
    name,
    version,
    others: versions.filter((one) => one !== version),
    seconds: target.health_timeout_seconds,
  })
  if (!smoke) return [before, up, health]
  const params = { origin: new URL(target.health).origin, requests: smoke as unknown as Json }
  return [
    before,
    up,
    health,
    task(`${prefix}smoke`, `Ask ${name} ${version} recorded requests`, 'smoke', when, params),
  ]
}

function stopping(place: Place, served: Servable, id: string, when: When): WorkItem[] {
  const { down } = place.target
  if (down === undefined) return []
  const title = `Stop ${place.name} ${served.version}`
  return [{ ...command(place, served, down, when), id, title, mayFail: true }]
}

const command = (
  { name, environment, root, target }: Place,
  { version, modelFolder }: Servable,
  run: string,
  when: When,
) => ({
  kind: 'command' as const,
  run,
  shell: target.shell,
  cwd: root,
  env: {
    MODELASSAY_NAME: name,
    MODELASSAY_VERSION: version,
    MODELASSAY_ENVIRONMENT: environment,
    MODELASSAY_MODEL_DIR: modelFolder,
  },
  timeoutSeconds: target.timeout_seconds,
  clears: [],
  makes: [],
  produces: [],
  when,
})

const task = (id: string, title: string, name: string, when: When, params: Json): TaskItem => ({
  kind: 'task',
  id,
  title,
  task: name,
  params,
  when,
})
