import { resolve } from 'node:path'
import { AssayError } from '../../errors.ts'
import { type Tracked, trackedAround, type Untracked } from '../../git/tracked.ts'
import { type Digest, sha256OfFile } from '../../record/digest.ts'
import type { TableRef } from '../../record/refs.ts'
import { withoutEnd } from '../../report/also-wrong.ts'
import type { Log } from '../../runner/log.ts'
import { pathKeys, tableRefOf } from '../../tables/identity.ts'
import type { Web } from '../../tables/remote/fetch-file.ts'
import type { EnvironmentRequest, TableToTrainOn } from '../environment/environment-request.ts'
import { refreshedUnknown } from '../refresh.ts'
import type { Sources } from './fingerprint.ts'
import { inputFiles } from './input-files.ts'
import { lockfiles, type ReadingLockfiles } from './lockfiles.ts'
import { projectFiles } from './mlproject.ts'
import { readParams } from './params.ts'
import { pipelineFiles } from './pipeline-files.ts'
import { calledFiles, trainingWorkflow } from './training-workflow.ts'

/** What looking at the repository takes. */
export interface Around {
  readonly environment: Readonly<Record<string, string>>
  /** what a table is; `unchanged` names it where git has it as it is in the commit */
  readTable(
    table: TableToTrainOn,
    unchanged: TableRef | undefined,
    place: Pick<EnvironmentRequest, 'root' | 'workspace'>,
  ): Promise<TableRef>
  /** what git knows of the repository, where it has been asked already */
  readonly tracked?: Tracked | Untracked
  readonly lockfiles?: ReadingLockfiles
}

/** What the repository and its data say of a training, or why that is not known. */
export interface Looked {
  readonly sources: Sources
  /** why the sources do not decide: nothing may be reused */
  readonly doubts: readonly string[]
  readonly tables: readonly TableRef[]
  readonly inputs?: Readonly<Record<string, string>>
  readonly params?: {
    readonly path: string
    /** of the bytes as they lie there */
    readonly digest: Digest
    readonly values: Readonly<Record<string, unknown>>
  }
  readonly workflowText?: string
}

/**
 * Looks at everything of the repository and its data that decides what a training comes to.
 * @throws AssayError `input-missing`, `params-unreadable`
 */
export async function lookAtSources(
  request: Omit<EnvironmentRequest, 'candidates'>,
  around: Around,
): Promise<Looked> {
  const { environment: env } = around
  const tracked = around.tracked ?? (await trackedAround(request.root, env))
  const blobs = 'blobs' in tracked ? tracked.blobs : undefined
  const tables: TableRef[] = []
  const stamps: TableRef[] = []
  for (const table of request.tables) {
    const unchanged = blobs && unchangedTable(table, request.root, blobs)
    const ref = await around.readTable(table, unchanged, request)
    tables.push(ref)
    stamps.push(unchanged ?? ref)
  }
  const { projects, environments } = await projectFiles(request.command.run, request)
  const always = [
    ...projects,
    ...(await pipelineFiles(request, tracked)),
    ...(request.inputs ? await calledFiles(request, tracked) : []),
  ]
  const locks = await lockfiles(
    request,
    environments,
    'files' in tracked ? tracked : undefined,
    around.lockfiles,
  )
  const inputs = await inputFiles({ ...request, always }, tracked, env)
  const digest = request.params && (await sha256OfFile(request.params.file).catch(() => undefined))
  const paramsBlob = request.params && blobs?.get(request.params.file)
  const values = request.params && (await readParams(request.params.file, request.params.label))
  const workflow = await trainingWorkflow(request, blobs)
  const unknown = tables.filter(({ identity }) => identity.kind === 'none').map(({ name }) => name)
  const { command, contracts, seeds, ship, suite_version } = request
  return {
    sources: {
      command,
      contracts,
      seeds,
      ...(ship !== undefined && { ship }),
      suite_version,
      inputs: inputs.known ? inputs.digests : {},
      tables: stamps,
      lockfiles: locks.digests,
      ...(digest && { params: paramsBlob === undefined ? digest : `git:${paramsBlob}` }),
      ...(workflow && { workflow: { path: workflow.path, digest: workflow.digest } }),
    },
    doubts: [
      ...(inputs.known ? [] : [inputs.reason]),
      ...locks.doubts,
      ...(command.refresh === undefined ? [] : refreshedUnknown(tables)),
      ...unknown.map((name) => `the content of the table ${name} is not known`),
    ],
    tables,
    ...(inputs.known && { inputs: inputs.digests }),
    ...(request.params && values && digest && { params: { path: request.params.label, digest, values } }),
    ...(workflow && { workflowText: workflow.text }),
  }
}

/** A table of one file that git has as it is: its blob says which, and nothing need be read. */
function unchangedTable(
  { name, path, role }: TableToTrainOn,
  root: string,
  blobs: ReadonlyMap<string, string>,
): TableRef | undefined {
  const blob = typeof path === 'string' ? blobs.get(resolve(root, path)) : undefined
  if (typeof path !== 'string' || blob === undefined) return undefined
  return { name, path, role, identity: { kind: 'git', value: blob } }
}

/** The training command may do without a table that cannot be read; here it forbids to skip. */
export async function readTable(
  { contract, ...table }: TableToTrainOn,
  place: Pick<EnvironmentRequest, 'root' | 'workspace'>,
  { log, web }: { readonly log: Pick<Log, 'warning'>; readonly web: Web | undefined },
): Promise<TableRef> {
  const named = { ...table, ...(contract !== undefined && { contract }) }
  try {
    return await tableRefOf(named, place, web)
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    log.warning(
      `data.tables.${table.name}: ${withoutEnd(error.message)}. The record cannot say which data the model was trained on.`,
    )
    const { path, ...rest } = named
    return { ...rest, ...pathKeys(path), identity: { kind: 'none' } }
  }
}

/** Files that a training builds on, by the paths that people know. */
export function filesOf({ params, tables }: Pick<Looked, 'params' | 'tables'>): Record<string, Digest> {
  const files: Record<string, Digest> = {}
  if (params) files[params.path] = params.digest
  for (const { uri, path = uri, identity, files: parts } of tables)
    if (parts !== undefined) for (const part of parts) files[part.path] = part.digest
    else if (path !== undefined && identity.kind === 'content' && identity.value)
      files[path] = identity.value as Digest
  return files
}
