import type { ChildProcess } from 'node:child_process'
import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../runner/log.ts'
import { masking, type Secrets } from './masking.ts'
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
export function pipedOutput(log: Log, secrets: Secrets): CommandOutput {
  const sink = sinkInto(log)
  const [out, err] = [masking(secrets), masking(secrets)]
  let closed: Promise<unknown> = Promise.resolve()
  let letGo = () => {}
  return {
    stdio: ['pipe', 'pipe'],
    attach(child) {
      child.stdout?.on('data', (chunk: Uint8Array) => sink.take(out.take(chunk)))
      child.stderr?.on('data', (chunk: Uint8Array) => sink.take(err.take(chunk)))
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
      sink.take(out.end())
      sink.take(err.end())
    },
  }
}

/**
 * Output through a file: a server that the command leaves running goes on writing there, where the end of a pipe's
 * reader would kill it.
 */
export async function filedOutput(file: string, log: Log, secrets: Secrets): Promise<CommandOutput> {
  const sink = sinkInto(log)
  const clean = masking(secrets)
  const take = (chunk: Uint8Array) => sink.take(clean.take(chunk))
  const writer = await open(file, 'a')
  const reader = await open(file, 'r')
  const over = new AbortController()
  const following = (async () => {
    while (!over.signal.aborted) {
      await drain(reader, take)
      await sleep(50, undefined, { signal: over.signal }).catch(() => undefined)
    }
    await drain(reader, take)
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
      sink.take(clean.end())
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
      if (chunk.length === 0) return
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
