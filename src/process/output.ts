import type { ChildProcess } from 'node:child_process'
import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../runner/log.ts'
import { outputTail } from './tail.ts'

const tailLines = 50

/** Where a command's output goes: into the log as it comes, and its last lines for messages. */
export interface CommandOutput {
  readonly stdio: readonly ['pipe' | number, 'pipe' | number]
  attach(child: ChildProcess): void
  /** bytes so far */
  readonly bytes: number
  tail(): string
  /** takes what is still under way, then lets go */
  finish(): Promise<void>
}

/** Output through pipes. What still holds them after the command ended is not waited for. */
export function pipedOutput(log: Log): CommandOutput {
  const sink = sinkInto(log)
  let closed: Promise<unknown> = Promise.resolve()
  let letGo = () => {}
  return {
    stdio: ['pipe', 'pipe'],
    attach(child) {
      child.stdout?.on('data', sink.take)
      child.stderr?.on('data', sink.take)
      closed = new Promise((settle) => {
        child.once('close', settle)
        child.once('error', settle)
      })
      letGo = () => {
        child.stdout?.destroy()
        child.stderr?.destroy()
      }
    },
    get bytes() {
      return sink.bytes
    },
    tail: sink.tail,
    async finish() {
      await Promise.race([closed, sleep(2000, undefined, { ref: false })])
      letGo()
    },
  }
}

/**
 * Output through a file: a server that the command leaves running goes on writing there, where the end of a pipe's
 * reader would kill it.
 */
export async function filedOutput(file: string, log: Log): Promise<CommandOutput> {
  const sink = sinkInto(log)
  const writer = await open(file, 'a')
  const reader = await open(file, 'r')
  const over = new AbortController()
  const following = (async () => {
    while (!over.signal.aborted) {
      await drain(reader, sink.take)
      await sleep(50, undefined, { signal: over.signal }).catch(() => undefined)
    }
    await drain(reader, sink.take)
  })()
  return {
    stdio: [writer.fd, writer.fd],
    attach() {},
    get bytes() {
      return sink.bytes
    },
    tail: sink.tail,
    async finish() {
      over.abort()
      await following
      await writer.close()
      await reader.close()
    },
  }
}

async function drain(reader: FileHandle, take: (chunk: Uint8Array) => void): Promise<void> {
  for (;;) {
    const { bytesRead, buffer } = await reader.read(Buffer.allocUnsafe(65_536), 0, 65_536, null)
    if (bytesRead === 0) return
    take(buffer.subarray(0, bytesRead))
  }
}

function sinkInto(log: Log) {
  const tail = outputTail(tailLines)
  let bytes = 0
  return {
    take(chunk: Uint8Array) {
      bytes += chunk.length
      tail.add(chunk)
      log.raw(chunk)
    },
    get bytes() {
      return bytes
    },
    tail: () => tail.text(),
  }
}
