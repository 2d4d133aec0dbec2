import { withKnownSource } from '../data-versions/known-source.ts'
import { AssayError } from '../errors.ts'
import { dirtOf } from '../git/dirt.ts'
import { canonicalJson, type Json } from '../record/canonical-json.ts'
import { type Digest, sha256, sha256OfFile } from '../record/digest.ts'
import type { TableRef } from '../record/refs.ts'
import type { Log } from '../runner/log.ts'
import type { Task } from '../stage/stage.ts'
import { webOf } from '../stage/web-of.ts'
import type { Web } from '../tables/fetch-file.ts'
import { pathKeys, tableRefOf } from '../tables/identity.ts'
import {
  type EnvironmentAnswer,
  type EnvironmentRequest,
  environmentRequest,
  type TableToTrainOn,
} from './environment-request.ts'
import { fingerprintOf } from './fingerprint.ts'
import { inputFiles } from './input-files.ts'
import { interpreterVersions } from './interpreters.ts'
import { lockfiles } from './lockfiles.ts'
import { readParams } from './params.ts'
import { platformOf } from './platform.ts'

/**
 * Finds out what the training builds on, and whether a model that was trained on just that is there already. Nothing
 * is reused that cannot be shown to be the same: any doubt means that it is trained.
 */
export const examine: Task = async (params, bench) => {
  const { log, environment: env } = bench
  const request = environmentRequest.parse(params)
  const tables: TableRef[] = []
  const around = { workspace: request.workspace, environment: env, log }
  for (const table of request.tables) {
    const ref = await refOf(table, request, { log, web: webOf(bench) })
    tables.push(await withKnownSource(ref, request.root, around))
  }
  const environment = {
    platform: await platformOf(),
    interpreters: await interpreterVersions(request.root, env),
    lockfiles: await lockfiles(request.root, request.workspace),
  }
  const inputs = await inputFiles(request, env)
  const paramsDigest = request.params && (await sha256OfFile(request.params.file).catch(() => undefined))
  const read = request.params && (await readParams(request.params.file, request.params.label))
  const dirty = await isDirty(request, env)

  const unknown = tables.filter(({ identity }) => identity.kind === 'none').map(({ name }) => name)
  const doubts = [
    ...(inputs.known ? [] : [inputs.reason]),
    ...unknown.map((name) => `the content of the table ${name} is not known`),
  ]
  const { command, contracts, seeds, suite_version, candidates } = request
  const fingerprint =
    inputs.known && unknown.length === 0
      ? fingerprintOf({
          command,
          contracts,
          seeds,
          suite_version,
          inputs: inputs.digests,
          tables,
          environment,
          ...(paramsDigest && { params: paramsDigest }),
        })
      : undefined
  const match = fingerprint && dirty === false ? candidates.indexOf(fingerprint) : -1
  if (dirty !== false) doubts.push('the working tree differs from its commit')
  if (match >= 0)
    log.info('Nothing that decides the result has changed: the trained model is taken as it is.')
  const answer: EnvironmentAnswer = {
    settled: match >= 0,
    ...(match >= 0 && { match }),
    ...(fingerprint && { fingerprint }),
    notes: doubts,
    environment: {
      ...environment,
      ...(inputs.known && {
        inputs: { files: Object.keys(inputs.digests).length, digest: sha256(canonicalJson(inputs.digests)) },
      }),
    },
    tables,
    ...(read && { params: read }),
    files: filesOf(request.params?.label, paramsDigest, tables),
    ...(dirty !== undefined && { dirty }),
  }
  return answer as unknown as Json
}

/** The training command may do without a table that cannot be read; here it forbids to skip. */
async function refOf(
  { contract, ...table }: TableToTrainOn,
  place: Pick<EnvironmentRequest, 'root' | 'workspace'>,
  { log, web }: { readonly log: Log; readonly web: Web | undefined },
): Promise<TableRef> {
  const named = { ...table, ...(contract !== undefined && { contract }) }
  try {
    return await tableRefOf(named, place, web)
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    log.warning(
      `data.tables.${table.name}: ${error.message}. The record cannot say which data the model was trained on.`,
    )
    const { path, ...rest } = named
    return { ...rest, ...pathKeys(path), identity: { kind: 'none' } }
  }
}

const isDirty = (
  { workspace, written }: Pick<EnvironmentRequest, 'workspace' | 'written'>,
  env: Readonly<Record<string, string>>,
): Promise<boolean | undefined> =>
  dirtOf({ cwd: workspace, env }, written).then(
    (dirt) => dirt.length > 0,
    () => undefined,
  )

function filesOf(params: string | undefined, digest: Digest | undefined, tables: readonly TableRef[]) {
  const files: Record<string, Digest> = {}
  if (params !== undefined && digest) files[params] = digest
  for (const { uri, path = uri, identity, files: parts } of tables)
    if (parts !== undefined) for (const part of parts) files[part.path] = part.digest
    else if (path !== undefined && identity.kind === 'content' && identity.value)
      files[path] = identity.value as Digest
  return files
}
