import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AssayError, configurationError } from '../../errors.ts'
import { inParallel } from '../../parallel.ts'
import type { Runner } from '../../runner/runner.ts'
import type { Ports } from '../../stage/stage.ts'
import { type Build, indexArtifact, indexAttempt, writeIndex } from '../../trust/build-index.ts'
import { filesNamedOnce } from '../inputs/files-named-in.ts'
import { sourcesDigest } from '../inputs/fingerprint.ts'
import { lockfileNames } from '../inputs/lockfiles.ts'
import { readTable } from '../inputs/look.ts'
import { findModels } from './find-models.ts'
import { type Ground, lookAtModel, type Model } from './look-at-model.ts'
import { whyNeeded } from './why-needed.ts'

/** A model of a plan. */
export interface PlannedModel extends Pick<Model, 'name' | 'config'> {
  readonly needed: boolean
  /** one sentence */
  readonly reason: string
}

/** Models that are looked at, at once. */
const atOnce = 16

/** Models whose changes are told one by one; of more it is said that they changed. */
const mostExplained = 20

/**
 * Which models of the repository need work, by name. What decides is what the repository and its data say; that the
 * machine which trains has changed is seen where it trains.
 * @param scope `needed`, or `all` whatever is built
 * @throws AssayError configuration: `no-git`, `no-models`, `name-twice`
 */
export async function planModels(
  ports: Pick<Ports, 'runner' | 'trust'>,
  environment: Readonly<Record<string, string>>,
  scope: 'needed' | 'all',
): Promise<readonly PlannedModel[]> {
  const { runner } = ports
  const { workspace, log } = runner
  const { configs, tracked } = await findModels(workspace, 'modelassay.yml', environment)
  const ground: Ground = {
    runner,
    environment,
    tracked,
    lockfiles: { namesIn: lockfileNames(), filesNamedIn: filesNamedOnce() },
    // Content that git has as it is need not be read; what comes from the web is the training's to fetch.
    readTable: async (table, unchanged, place) =>
      unchanged ?? readTable(table, place, { log, web: undefined }),
  }
  const models = await inParallel(configs, atOnce, (config) => lookAtModel(config, ground))
  requireOwnNames(models)
  if (scope === 'all') return models.map((model) => planned(model, true, 'All models were asked for.'))
  const from = startOf(runner)
  const names = models.map(({ name }) => name)
  const builds = from === undefined ? new Map<string, Build>() : await buildsOf(names, from, ports)
  await keepIndex(builds, runner)
  let explained = 0
  return inParallel(models, atOnce, (model) => {
    const build = builds.get(model.name)
    const changed = build && model.looked && !isBuilt(model, build)
    const explains = changed && model.doubt === undefined && ++explained <= mostExplained
    return judged(model, build, explains ? () => whyNeeded(model, build, ports, environment) : undefined)
  })
}

/** What cannot be looked up was not built as far as anybody knows: it is planned. */
async function buildsOf(
  names: readonly string[],
  from: string,
  { trust, runner }: Pick<Ports, 'runner' | 'trust'>,
): Promise<ReadonlyMap<string, Build>> {
  try {
    return await trust.builds(names, from)
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    runner.log.warning(
      `What is built cannot be looked up, so every model is planned: ${error.message} ${error.hint}`,
    )
    return new Map()
  }
}

const planned = ({ name, config }: Model, needed: boolean, reason: string): PlannedModel => ({
  name,
  config,
  needed,
  reason,
})

async function judged(
  model: Model,
  build: Build | undefined,
  explain: (() => Promise<string>) | undefined,
): Promise<PlannedModel> {
  if (model.doubt !== undefined)
    return planned(model, true, `It cannot be told from its sources: ${model.doubt}.`)
  if (build === undefined)
    return planned(model, true, 'No training of it that its gate let through was found.')
  if (isBuilt(model, build)) return planned(model, false, `Built by ${build.from}.`)
  return planned(
    model,
    true,
    explain ? await explain() : `What decides its result has changed since ${build.from}.`,
  )
}

const isBuilt = ({ looked }: Model, { sources_digest }: Build) =>
  looked !== undefined && sourcesDigest(looked.sources) === sources_digest

function requireOwnNames(models: readonly Model[]): void {
  const seen = new Map<string, string>()
  for (const { name, config } of models) {
    const other = seen.get(name)
    if (other !== undefined)
      throw configurationError('name-twice', `${other} and ${config} are both of a model ${name}`, {
        hint: 'Give each model a name of its own: artifacts and versions are found by it.',
        file: config,
      })
    seen.set(name, config)
  }
}

/** The commit from which on models may have been built: a branch's own runs count, a change starts at its base. */
function startOf({ kind, run, trigger }: Runner): string | undefined {
  const own = kind === 'local' || trigger.branch === trigger.defaultBranch
  return own ? run.sha : trigger.baseSha
}

/** What was found is kept where later plans look for it. */
async function keepIndex(builds: ReadonlyMap<string, Build>, runner: Runner): Promise<void> {
  const { kind, run, trigger, temp, bundles } = runner
  if (builds.size === 0 || run.dirty || trigger.branch !== trigger.defaultBranch) return
  const there = kind === 'local' ? await bundles.ofThisRun() : []
  const attempt = Math.max(run.attempt, 1 + Math.max(0, ...there.map(({ name }) => indexAttempt(name) ?? 0)))
  const folder = join(temp, `plan-${randomUUID()}`)
  try {
    const models = Object.fromEntries([...builds].sort(([a], [b]) => (a < b ? -1 : 1)))
    await writeIndex(folder, { schema: 'modelassay/plan/1', run: { ...run, attempt }, models })
    await bundles.save(indexArtifact(attempt), folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
