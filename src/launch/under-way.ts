import { rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import type { TreeRoot } from '../process/tree.ts'
import type { Log } from '../runner/log.ts'
import { leftFile } from './left-file.ts'

const fileBeside = (planFile: string) => join(dirname(planFile), 'process.json')

// A mark of any other form could be found in the environment of somebody else's process.
const rootSchema = z.object({ pid: z.number().int().min(2), mark: z.uuid() })

/** Notes which processes are the command's that is under way, where the step after can read it. Never throws. */
export const noteUnderWay = (planFile: string, root: TreeRoot | undefined): Promise<void> =>
  (root === undefined
    ? rm(fileBeside(planFile), { force: true })
    : writeFile(fileBeside(planFile), JSON.stringify(root))
  ).catch(() => undefined)

/** Ends what the work left running when it was itself ended in the middle. */
export async function endUnderWay(planFile: string, log: Pick<Log, 'info'>): Promise<void> {
  const text = leftFile(fileBeside(planFile))?.toString()
  if (text === undefined) return
  const { endLeftBehind } = await import('../process/left-behind.ts')
  const root = rootOf(text)
  const ended = root === undefined ? 0 : await endLeftBehind(root)
  if (ended > 0)
    log.info(
      `The work was ended before its command: ended ${ended === 1 ? 'a process' : `${ended} processes`} that it left.`,
    )
  await rm(fileBeside(planFile), { force: true })
}

/** Commands of the user's can write into that folder. */
function rootOf(text: string): TreeRoot | undefined {
  try {
    return rootSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
