import { readFile, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { filesOfTopAction, whetherCalled, workflowCalls } from '../../config/workflow-calls.ts'
import type { Tracked, Untracked } from '../../git/tracked.ts'
import { sha256 } from '../../record/digest.ts'
import type { EnvironmentRequest } from '../environment/environment-request.ts'
import { filesBelow } from './input-files.ts'

type Asked = Pick<EnvironmentRequest, 'workspace' | 'workflow'>

/** The workflow file, where this repository has it: one that an organisation requires is not here. */
export async function trainingWorkflow(
  { workspace, workflow }: Asked,
  blobs: ReadonlyMap<string, string> | undefined,
) {
  if (workflow === undefined) return undefined
  const file = join(workspace, workflow)
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const blob = blobs?.get(file)
  return { path: workflow, text, digest: blob === undefined ? sha256(text) : `git:${blob}` }
}

/**
 * Files, absolute, of the actions and workflows of this repository that the workflow calls: of all its jobs, since the
 * job that plans is another one than the job that trains. Where there is git, those that it tracks.
 */
export async function calledFiles(
  { workspace, workflow }: Asked,
  tracked: Tracked | Untracked,
): Promise<readonly string[]> {
  if (workflow === undefined) return []
  const read = (path: string) => textOf(join(workspace, path))
  const called = new Set(await workflowCalls(workflow, read))
  called.delete(workflow)
  if (called.size === 0) return []
  const top = resolve(workspace)
  const files = 'files' in tracked ? tracked.files : await filesOnDisk(top, called)
  const isCalled = whetherCalled(called)
  return files.filter((file) => isCalled(relative(top, file).split(sep).join('/')))
}

/** Much more than GitHub takes for an action. */
const largest = 2 ** 24

/** Of a pipe or a device there is no end. */
async function textOf(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile() || found.size > largest) return undefined
  return readFile(file, 'utf8').catch(() => undefined)
}

async function filesOnDisk(workspace: string, called: ReadonlySet<string>): Promise<string[]> {
  const paths = [...filesOfTopAction, ...called].filter((path) => path !== '')
  const found = paths.map(async (path) => {
    const place = join(workspace, path)
    const there = await stat(place).catch(() => undefined)
    return there?.isDirectory() ? filesBelow(place) : there ? [place] : []
  })
  return (await Promise.all(found)).flat()
}
