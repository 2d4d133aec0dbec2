import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'

/**
 * A file that one step of an action left for the next, in a folder where the user's commands write too. One that put a
 * pipe in its place would keep the next step, which ends whatever else goes on, from ever ending.
 * @returns undefined where there is none, or what is there is no plain file
 */
export function leftFile(path: string): Buffer | undefined {
  try {
    // Opened without waiting, and then looked at: what still runs could put a pipe there between a look and the opening.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      return fstatSync(file).isFile() ? readFileSync(file) : undefined
    } finally {
      closeSync(file)
    }
  } catch {
    return undefined
  }
}
