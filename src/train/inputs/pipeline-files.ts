import { stat } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { dvcPipeline } from '../../data-versions/dvc-pipeline.ts'
import { AssayError } from '../../errors.ts'
import type { Tracked, Untracked } from '../../git/tracked.ts'
import type { EnvironmentRequest } from '../environment/environment-request.ts'
import { filesBelow } from './input-files.ts'

/**
 * Files, absolute, that decide what a DVC pipeline comes to: dvc.yaml, dvc.lock, and of what its stages depend on all that
 * git tracks, or the DVC file of it: the lock tells of them as they were when the pipeline last ran, and `dvc repro`
 * runs it because they have changed. What the pipeline makes itself, or another one, and what lies at an address, is told by
 * the lock alone.
 */
export async function pipelineFiles(
  { root, dvc, inputs }: Pick<EnvironmentRequest, 'root' | 'dvc' | 'inputs'>,
  tracked: Tracked | Untracked,
): Promise<string[]> {
  if (dvc === undefined) return []
  const file = resolve(root, dvc)
  const own = await there([file, file.replace(/\.yaml$/, '.lock')])
  if (!inputs || !own.includes(file)) return own
  const reads = await readsOf(file, dvc)
  const pointers = reads.flatMap((path) => pointersOf(path, dirname(file)))
  return [
    ...own,
    ...('files' in tracked ? among(tracked.files, reads, pointers) : await onDisk(reads, pointers)),
  ]
}

/** What cannot be read names nothing: whoever reads the pipeline after the training says why. */
const readsOf = (file: string, label: string) =>
  dvcPipeline(file, label).then(
    ({ reads }) => reads,
    (error: unknown) => {
      if (error instanceof AssayError) return []
      throw error
    },
  )

/** DVC files beside a path and beside the folders that it lies in, as far as that of the pipeline. */
function pointersOf(path: string, top: string): string[] {
  const found: string[] = []
  for (let place = path; place.startsWith(top + sep); place = dirname(place)) found.push(`${place}.dvc`)
  return found.length > 0 ? found : [`${path}.dvc`]
}

function among(files: readonly string[], reads: readonly string[], pointers: readonly string[]): string[] {
  const [named, beside] = [new Set(reads), new Set(pointers)]
  const isRead = (file: string) => {
    for (let place = file; place !== dirname(place); place = dirname(place)) if (named.has(place)) return true
    return false
  }
  return files.filter((file) => beside.has(file) || isRead(file))
}

async function onDisk(reads: readonly string[], pointers: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    reads.map(async (path) => {
      const one = await stat(path).catch(() => undefined)
      return one?.isDirectory() ? filesBelow(path) : one ? [path] : []
    }),
  )
  return [...found.flat(), ...(await there(pointers))]
}

async function there(files: readonly string[]): Promise<string[]> {
  const found = await Promise.all(files.map((file) => stat(file).catch(() => undefined)))
  return files.filter((_, i) => found[i]?.isFile())
}
