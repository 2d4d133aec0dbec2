import { join } from 'node:path'
import type { Project } from '../../config/project.ts'
import { writtenFiles } from '../../config/written-files.ts'
import type { Json } from '../../record/canonical-json.ts'
import { sha256 } from '../../record/digest.ts'
import type { CommandItem, TaskItem } from '../../stage/work.ts'
import { endedIn, type UnderWay } from './go-on-after-kill.ts'
import type { Restored } from './restore-checkpoint.ts'

/** Id of the task that makes the folder for checkpoints ready. */
export const checkpointItem = 'checkpoint'

/** Folders of this job for the checkpoints of one training. */
export interface CheckpointPlaces {
  /** where the command writes them */
  readonly place: string
  /** what an earlier training left, as it came back */
  readonly restored: string
  /** what each seed goes on from */
  readonly begins: string
  /** those of seeds that have ended */
  readonly ended: string
  /** what is to outlast the job */
  readonly toKeep: string
  /** what outlasts this process, where the machine is one's own */
  readonly underWay?: string
}

export const checkpointPlaces = (
  place: string,
  own: string,
  machine: string | undefined,
): CheckpointPlaces => {
  const underWay = machine === undefined ? undefined : join(machine, sha256(place).slice(7, 23))
  return {
    place,
    restored: `${own}-restored`,
    begins: `${own}-begins`,
    ended: underWay === undefined ? `${own}-ended` : endedIn(underWay),
    toKeep: `${own}-to-keep`,
    ...(underWay !== undefined && { underWay }),
  }
}

/** Whether what is left is kept for another run: on a `machine` of one's own more is than in a `cache` that others share. */
export type Keeping = 'machine' | 'cache' | 'nowhere'

/** Before the first seed. */
export const beginItem = (
  project: Project,
  { place, begins }: CheckpointPlaces,
  workspace: string,
  restored: Restored | undefined,
  { keeping, underWay }: { readonly keeping: Keeping; readonly underWay: UnderWay | undefined },
): TaskItem => ({
  kind: 'task',
  id: checkpointItem,
  title: 'Look for a checkpoint',
  task: 'begin-checkpoint',
  params: {
    place,
    begins,
    workspace,
    written: writtenFiles(project),
    keeping,
    ...(underWay && { underWay }),
    ...(restored && { restored }),
  } as unknown as Json,
  unless: 'examine',
})

/** What the command of one seed finds in the folder. */
export const checkpointKept = (
  { place, begins }: CheckpointPlaces,
  seed: number,
): NonNullable<CommandItem['keeps']> => [{ path: place, from: join(begins, String(seed)) }]

/** Between two seeds: what the one before left is no business of the next, but of the same seed's next attempt. */
export const setAsideItem = (seed: number, { place, ended }: CheckpointPlaces): TaskItem => ({
  kind: 'task',
  id: `checkpoint-${seed}`,
  title: 'Set the checkpoint aside',
  task: 'set-checkpoint-aside',
  params: { place, as: join(ended, String(seed)) },
  unless: 'examine',
})
