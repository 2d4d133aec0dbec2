import { endSurvivors, hasMark, type TreeRoot } from './tree.ts'

/** What no process has as its id, nor as that of its group. */
const nobody = -1

/**
 * Ends what is left of a command whose own process could not: it was killed, or its machine's time ran out. A number
 * that the system has given to another process since is nobody of the command's.
 * @returns how many processes there were
 */
export async function endLeftBehind({ pid, mark }: TreeRoot): Promise<number> {
  const isStillIt = process.platform !== 'linux' || (await hasMark(pid, mark))
  return endSurvivors({ pid: isStillIt ? pid : nobody, mark })
}
