import { writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { withKnownSource } from '../../data-versions/known-source.ts'
import { dirtOf } from '../../git/dirt.ts'
import { canonicalJson, type Json } from '../../record/canonical-json.ts'
import { type Digest, sha256 } from '../../record/digest.ts'
import { ingredientsFile } from '../../record/locked-packages.ts'
import { becauseText } from '../../report/change-text.ts'
import { visible } from '../../report/visible.ts'
import type { Task } from '../../stage/stage.ts'
import { webOf } from '../../stage/web-of.ts'
import type { Workbench } from '../../stage/workbench.ts'
import { changedIngredients } from '../explain/changed-ingredients.ts'
import { type Ingredients, ingredientsOf, ingredientsText, readIngredients } from '../explain/ingredients.ts'
import { filesOf, lookAtSources, readTable } from '../inputs/look.ts'
import { unpinned } from '../inputs/unpinned.ts'
import { requireLookedAt } from '../refresh.ts'
import { containerOf } from './container.ts'
import { type EnvironmentAnswer, type EnvironmentRequest, environmentRequest } from './environment-request.ts'
import { hardwareOf, settingsOf } from './hardware.ts'
import { installedPackages } from './installed-packages.ts'
import { interpreterVersions } from './interpreters.ts'
import { lockedPackages } from './locked-packages.ts'
import { platformOf } from './platform.ts'
import { shownCommand } from './shown-command.ts'

/** What there is to know before a training, and what its fingerprint is made of where it has one. */
export interface Examined {
  readonly answer: EnvironmentAnswer
  readonly ingredients?: Ingredients
}

/** Examines, and keeps what the fingerprint is made of beside the record. */
export const examine: Task = async (params, bench) => {
  const { answer, ingredients } = await examined(environmentRequest.parse(params), bench)
  const { log, evidence } = bench
  if (ingredients) await writeFile(join(evidence, ingredientsFile), ingredientsText(ingredients))
  if (answer.settled)
    log.info('Nothing that decides the result has changed: the trained model is taken as it is.')
  else if (answer.changed && answer.changed.changes.length > 0)
    log.info(visible(becauseText('Training', answer.changed), 2000))
  return answer as unknown as Json
}

/**
 * Finds out what the training builds on, and whether a model that was trained on just that is there already. Nothing
 * is reused that cannot be shown to be the same: any doubt means that it is trained.
 * @throws AssayError `input-missing`, `params-unreadable`
 */
export async function examined(request: EnvironmentRequest, bench: Workbench): Promise<Examined> {
  const { log, environment: env } = bench
  const { root, workspace } = request
  const looked = await lookAtSources(request, {
    environment: env,
    readTable: async (table) => {
      const read = await readTable(table, { root, workspace }, { log, web: webOf(bench) })
      return withKnownSource(read, root, { workspace, environment: env, log })
    },
  })
  const { sources, tables, inputs, params } = looked
  if (request.validated) requireLookedAt(tables, request.validated)
  const [container, platform, interpreters, packages, hardware] = await Promise.all([
    containerOf(looked.workflowText, request.job),
    platformOf(),
    interpreterVersions(root, env),
    installedPackages({ root, run: request.command.run }, env),
    hardwareOf(env),
  ])
  for (const { file, line, text, count } of await unpinned(root, Object.keys(sources.lockfiles)))
    log.annotate({
      level: 'warning',
      message: `${visible(text, 100)} does not pin its version${count > 1 ? `, nor do ${count - 1} more lines` : ''}: the next training may get another.\nWrite name==version, or keep a lockfile beside it.`,
      file: relative(workspace, join(root, file)).split(sep).join('/'),
      line,
    })
  const settings = settingsOf(env)
  const machine = {
    platform,
    interpreters,
    ...(container && { container }),
    ...(request.variables.length > 0 && { variables: variablesOf(request.variables, env) }),
  }
  const { run, digests } = shownCommand(request.command, env)
  const dirty = await isDirty(request, env)
  const doubts = [...looked.doubts]
  const packagesOf = await lockedPackages(root, Object.keys(sources.lockfiles))
  const ingredients =
    doubts.length === 0
      ? {
          ...ingredientsOf(sources, machine, params, env),
          ...(Object.keys(packagesOf).length > 0 && { packages: structuredClone({ ...packagesOf }) }),
        }
      : undefined
  const fingerprint = ingredients?.fingerprint as Digest | undefined
  const match = fingerprint && dirty === false ? request.candidates.indexOf(fingerprint) : -1
  if (dirty !== false) doubts.push('the working tree differs from its commit')
  const earlier = request.earlier && (await readIngredients(request.earlier.folder))
  return {
    ...(ingredients && { ingredients }),
    answer: {
      settled: match >= 0,
      ...(match >= 0 && { match }),
      ...(fingerprint && { fingerprint }),
      ...(ingredients && { sources_digest: ingredients.sources_digest as Digest }),
      ...(ingredients &&
        earlier &&
        request.earlier && {
          changed: { since: request.earlier.from, changes: changedIngredients(earlier, ingredients) },
        }),
      command: { run, ...(digests?.run && { digest: digests.run }) },
      hardware: { ...hardware },
      notes: doubts,
      environment: {
        platform: machine.platform,
        interpreters: machine.interpreters,
        lockfiles: { ...sources.lockfiles },
        ...(container && { container }),
        ...(Object.keys(packages).length > 0 && { packages: structuredClone({ ...packages }) }),
        ...(Object.keys(settings).length > 0 && { settings: { ...settings } }),
        ...(inputs && {
          inputs: { files: Object.keys(inputs).length, digest: sha256(canonicalJson(inputs)) },
        }),
      },
      tables: [...tables],
      ...(params && { params: { ...params.values } }),
      files: filesOf(looked),
      ...(dirty !== undefined && { dirty }),
    },
  }
}

/** Values are not kept: nobody knows what they are. */
const variablesOf = (names: readonly string[], env: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    [...names].sort().map((name) => {
      const value = Object.hasOwn(env, name) ? env[name] : undefined
      return [name, value === undefined ? 'unset' : sha256(value)]
    }),
  )

/** Whether the working tree differs from its commit; undefined where git does not tell. */
export const isDirty = (
  { workspace, written }: Pick<EnvironmentRequest, 'workspace' | 'written'>,
  env: Readonly<Record<string, string>>,
): Promise<boolean | undefined> =>
  dirtOf({ cwd: workspace, env }, written).then(
    (dirt) => dirt.length > 0,
    () => undefined,
  )
