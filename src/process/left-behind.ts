import { endSurvivors, hasMark, survivors, type TreeRoot } from './tree.ts'

/** What no process has as its id, nor as that of its group. */
const nobody = -1

/**
 * Ends what is left of a command whose own process could not: it was killed, or its machine's time ran out. A number
 * that the system has given to another process since is nobody of the command's.
 * @returns how many processes there were
 */
export const endLeftBehind = async (root: TreeRoot): Promise<number> => endSurvivors(await stillIts(root))

/** The numbers of what is left of such a command. */
export const leftBehind = async (root: TreeRoot): Promise<readonly number[]> =>
  survivors(await stillIts(root))

async function stillIts({ pid, mark }: TreeRoot): Promise<TreeRoot> {
  const isStillIt = process.platform !== 'linux' || (await hasMark(pid, mark))
  return { pid: isStillIt ? pid : nobody, mark }
}
