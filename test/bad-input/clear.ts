import { expect } from 'vitest'
import type { StageRecord } from '../../src/record/record.ts'
import type { RunOptions, Workplace } from '../cli/command.ts'

/** How a stage has to end on bad input. Texts are parts of what is said. */
export interface Ending {
  readonly code: 1 | 2 | 3
  readonly cause: string | RegExp
  readonly remedy: string | RegExp
}

/**
 * Runs a stage as a person would, and holds it to one message that names cause and remedy, the exit code, and a record
 * on disk that says the same to a program.
 */
export async function expectClearEnd(
  place: Workplace,
  args: readonly [string, ...string[]],
  { code, cause, remedy }: Ending,
  options: RunOptions = {},
): Promise<StageRecord> {
  const before = (await place.records(args[0])).map((record) => JSON.stringify(record))
  const ran = await place.modelassay(args, options)
  const records = (await place.records(args[0])).filter((record) => !before.includes(JSON.stringify(record)))
  const told = `\n${ran.said}`
  expect(ran.code, told).toBe(code)
  expect(records.length, told).toBe(1)
  const record = records[0]!
  expect(record.passes).toBe(false)
  expect(record.reason).toMatch(cause)
  expect(record.error?.hint ?? ran.said).toMatch(remedy)
  expect(timesIn(ran.said, record.reason), told).toBe(1)
  if (record.error) expect(timesIn(ran.said, record.error.hint), told).toBe(1)
  expect(ran.said, told).not.toMatch(/^ +at .*(\.[mc]?[jt]s:\d+|node:)/m)
  expect(ran.said).not.toContain('undefined')
  return record
}

/** Line breaks apart, which a terminal's text does not keep. */
const timesIn = (text: string, part: string) =>
  text.replace(/\s+/g, ' ').split(part.replace(/\s+/g, ' ').trim()).length - 1
