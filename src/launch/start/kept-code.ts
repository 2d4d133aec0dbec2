import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { enableCompileCache, getCompileCacheDir } from 'node:module'
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
 * Has node keep what it compiles, if it can: from version 22 on.
 * @returns the folder of this version of node and this user; undefined where nothing is to be kept
 */
export function compileCache(folder: string): string | undefined {
  if (enableCompileCache !== undefined) {
    enableCompileCache(folder)
    return getCompileCacheDir()
  }
  if (process.env.NODE_DISABLE_COMPILE_CACHE || typeof crc32 !== 'function') return undefined
  return join(folder, `${process.version}-${process.arch}-${process.getuid?.() ?? 0}`)
}

/**
 * A file for each command, since each runs functions of its own. A checksum, as node has one, tells code of another
 * version of the suite and a file that lost bytes; V8 looks for neither.
 * @param folder of {@link compileCache}
 * @param command the first word of the command line
 */
export function keptCode(folder: string, command = ''): KeptCode {
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
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writeFileSync(half, Buffer.concat([sum, code]), { mode: 0o600 })
        renameSync(half, file)
      } catch {
        // a full disk, or a home that nobody can write to
        rmSync(half, { force: true })
      }
    },
  }
}
