import type { Log } from '../runner/log.ts'

const quarterGigabyte = 2 ** 28

/** Says of a table how much of it was read, now and then. */
export function everyQuarterGigabyte(label: string, log: Log): (bytes: number) => void {
  let said = 0
  return (bytes) => {
    if (bytes - said < quarterGigabyte) return
    said = bytes
    log.info(`${label}: ${Math.round(bytes / 2 ** 20)} MiB read.`)
  }
}
