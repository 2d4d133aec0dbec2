import { readFileSync, statSync } from 'node:fs'

/**
 * A file that one step of an action left for the next, in a folder where the user's commands write too. One that put a
 * pipe in its place would keep the next step, which ends whatever else goes on, from ever ending.
 * @returns undefined where there is none, or what is there is no plain file
 */
export function leftFile(path: string): Buffer | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path) : undefined
  } catch {
    return undefined
  }
}
