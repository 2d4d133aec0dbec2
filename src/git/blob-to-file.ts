import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { type GitPlace, spawned } from './git.ts'

/**
 * Writes a blob as git holds it: no filter of the checkout runs.
 * @param id of the blob
 * @returns whether it was had as a whole
 */
export async function blobToFile(id: string, file: string, place: GitPlace): Promise<boolean> {
  const { args, options } = spawned(['cat-file', 'blob', id], place)
  const child = spawn('git', args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise<boolean>((settle) => {
    child.once('error', () => settle(false))
    child.once('close', (code) => settle(code === 0))
  })
  await pipeline(child.stdout, createWriteStream(file))
  return ended
}
