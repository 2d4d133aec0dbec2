import type { Project } from '../../config/project.ts'
import { writtenFiles } from '../../config/written-files.ts'
import type { Ports } from '../../stage/stage.ts'
import type { CommandItem, WorkItem } from '../../stage/work.ts'
import type { BaselineSource } from '../baselines/find-baselines.ts'
import type { BaselineRequest } from '../request.ts'
import { changedTestSets, nameOfOld } from './changed-test-sets.ts'
import { oldCommandsOf, preparingOld } from './old-commands.ts'
import { type Judged, oldGroundOf } from './old-ground.ts'
import type { OldTestSetOfContext, OldTestSetOrder } from './order.ts'

interface OldTestSets {
  readonly orders: readonly OldTestSetOrder[]
  /** to be done before any command of the candidate's runs */
  readonly first: readonly WorkItem[]
  readonly commands: readonly CommandItem[]
  readonly context: readonly OldTestSetOfContext[]
  readonly worktrees: readonly { readonly root: string; readonly folder: string }[]
}

/**
 * Finds the test sets that baselines were judged on and that are others by now, and plans the candidate's own evaluation on
 * each: its code, its model, and nothing but the test table of before. Where it cannot be, that is told and blocks nothing.
 */
export async function planOldTestSets(
  project: Project,
  baselines: readonly BaselineRequest[],
  sources: ReadonlyMap<BaselineRequest, BaselineSource>,
  judged: Judged,
  ports: Ports,
): Promise<OldTestSets> {
  const orders: OldTestSetOrder[] = []
  const first: WorkItem[] = []
  const commands: CommandItem[] = []
  const context: OldTestSetOfContext[] = []
  const worktrees: { root: string; folder: string }[] = []
  for (const found of await changedTestSets(project, baselines, sources)) {
    const name = nameOfOld(found, baselines, orders)
    const order = { name, of: found.of, baselines: found.baselines, digest: found.digest }
    const ground = await oldGroundOf(project, found, baselines, sources, judged, ports)
    if (typeof ground === 'string') {
      orders.push({ ...order, why: ground })
      continue
    }
    const { folder, into, table, request } = ground
    const prepare = `prepare ${name}`
    const made = oldCommandsOf(project, { name, of: found.of, prepare, folder, request }, judged.modelFolder!)
    orders.push({ ...order, request })
    worktrees.push({ root: project.root, folder })
    first.push(
      preparingOld(prepare, name, {
        root: project.root,
        folder,
        into,
        sources: ground.sources,
        table,
        digest: found.digest,
        written: writtenFiles(project),
      }),
    )
    commands.push(...made)
    context.push({ name, prepare, commands: made.map(({ id }) => id) })
  }
  return { orders, first, commands, context, worktrees }
}
