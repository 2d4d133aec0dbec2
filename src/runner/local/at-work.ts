import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { identitySchema, type ProcessIdentity, whetherAlive } from '../../process/identity.ts'
import { leftBehind } from '../../process/left-behind.ts'

const fileIn = (temp: string) => join(temp, 'process.json')

const atWorkSchema = z.object({
  /** the modelassay whose temporary folder it is */
  process: identitySchema,
  /** the model that it trains */
  training: z.string().optional(),
  /** the command of the user's that it runs, which outlives it where it is killed */
  command: z.object({ process: identitySchema, mark: z.uuid() }).optional(),
})

/** Who is at work in a temporary folder. */
export type AtWork = z.infer<typeof atWorkSchema>

/** Never throws: without the note a folder is cleared later, and nobody is kept from training. */
export async function noteAtWork(temp: string, note: AtWork): Promise<void> {
  const half = `${fileIn(temp)}.new`
  await writeFile(half, JSON.stringify(note))
    .then(() => rename(half, fileIn(temp)))
    .catch(() => undefined)
}

/** Undefined where nobody left word, or something else lies there: commands can write into that folder. */
export async function readAtWork(temp: string): Promise<AtWork | undefined> {
  try {
    return atWorkSchema.parse(JSON.parse(await readFile(fileIn(temp), 'utf8')))
  } catch {
    return undefined
  }
}

/** What still lives of it: modelassay itself, or no more than its command; of another machine's nobody can tell. */
export type Living =
  | { readonly who: 'modelassay' | 'command'; readonly pid: number }
  | { readonly who: 'nobody' | 'elsewhere' }

export async function livingOf({ process, command }: AtWork): Promise<Living> {
  const state = await whetherAlive(process)
  if (state === 'elsewhere') return { who: 'elsewhere' }
  if (state === 'alive') return { who: 'modelassay', pid: process.pid }
  const pid = command && (await livingCommand(command.process, command.mark))
  return pid === undefined ? { who: 'nobody' } : { who: 'command', pid }
}

/** Its number, or that of one of its own processes that outlived it. */
async function livingCommand(identity: ProcessIdentity, mark: string): Promise<number | undefined> {
  if ((await whetherAlive(identity)) === 'alive') return identity.pid
  return process.platform === 'linux' ? (await leftBehind({ pid: identity.pid, mark }))[0] : undefined
}
