import { open, rm, stat, utimes } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

const beatMilliseconds = 1_000
const pollMilliseconds = 200
/** So many polls without a beat, and the holder is taken for dead. */
const silentPolls = 75

/**
 * Runs `work` while holding a lock file, so that of several processes one works and the rest wait. The holder
 * touches the file every second; when it has been silent for 15 s it died, and a waiter takes over. That is judged
 * by watching the file, never by comparing clocks.
 * @param done asked while waiting: whether there is nothing left to wait for
 */
export async function underLock(
  lock: string,
  done: () => Promise<boolean>,
  work: () => Promise<void>,
): Promise<void> {
  let lastBeat = ''
  let silent = 0
  while (!(await take(lock))) {
    await sleep(pollMilliseconds)
    if (await done()) return
    const beat = await beatOf(lock)
    silent = beat === lastBeat ? silent + 1 : 0
    lastBeat = beat
    if (silent >= silentPolls) await rm(lock, { force: true, recursive: true })
  }
  const heart = setInterval(
    () => void utimes(lock, new Date(), new Date()).catch(() => undefined),
    beatMilliseconds,
  )
  try {
    if (!(await done())) await work()
  } finally {
    clearInterval(heart)
    await rm(lock, { force: true, recursive: true })
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx')
    await file.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function beatOf(lock: string): Promise<string> {
  return stat(lock).then(
    (stats) => `${stats.mtimeMs} ${stats.ino}`,
    () => '',
  )
}
