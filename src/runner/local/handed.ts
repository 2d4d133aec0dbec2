import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type HandedRecords, parseRecordRef, recordRefText } from '../runner.ts'
import { diskError } from './disk.ts'

/** Records that the commands of one local run hand on to each other, in a file of that run. */
export function localHanded(file: string): HandedRecords {
  const read = (): Record<string, unknown> => {
    try {
      const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
      return typeof value === 'object' && value !== null ? { ...value } : {}
    } catch {
      return {}
    }
  }
  return {
    get: (name, stage) => parseRecordRef(String(read()[`${name}/${stage}`] ?? '')),
    set(name, stage, record) {
      try {
        mkdirSync(dirname(file), { recursive: true })
        const half = `${file}.${process.pid}`
        writeFileSync(half, JSON.stringify({ ...read(), [`${name}/${stage}`]: recordRefText(record) }))
        renameSync(half, file)
      } catch (error) {
        throw diskError(file, error)
      }
    },
  }
}
