import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { getCompileCacheDir } from 'node:module'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'

/** What a file was compiled to, kept for the next process that runs the same command. */
export interface KeptCode {
  /** @returns undefined where there is none of just this source */
  of(source: Buffer): Buffer | undefined
  /** Replaces what is kept. Where that cannot be written, the next process compiles as this one did. */
  keep(source: Buffer, code: Buffer): void
}

const sumLength = 4

/**
 * Code in the folder that node keeps compiled files in, which is of one version of node and one user: a file for each
 * command, since each runs functions of its own. A checksum, as node has one, tells code of another version of the suite
 * and a file that lost bytes; V8 looks for neither.
 * @param command the first word of the command line
 * @returns undefined where node keeps nothing
 */
export function keptCode(command = ''): KeptCode | undefined {
  const folder = getCompileCacheDir?.()
  if (folder === undefined) return undefined
  const file = join(folder, `suite-${/^[a-z][a-z-]{1,20}$/.test(command) ? command : 'other'}`)
  const sumOf = (source: Buffer, code: Buffer) => crc32(code, crc32(source))
  return {
    of(source) {
      try {
        const content = readFileSync(file)
        const code = content.subarray(sumLength)
        return content.readUInt32LE(0) === sumOf(source, code) ? code : undefined
      } catch {
        return undefined
      }
    },
    keep(source, code) {
      const half = `${file}.${process.pid}`
      try {
        const sum = Buffer.alloc(sumLength)
        sum.writeUInt32LE(sumOf(source, code))
        writeFileSync(half, Buffer.concat([sum, code]), { mode: 0o600 })
        renameSync(half, file)
      } catch {
        // a full disk, or a home that nobody can write to
        rmSync(half, { force: true })
      }
    },
  }
}
