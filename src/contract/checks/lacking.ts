import { quoted } from '../finding.ts'
import type { Probe } from '../probe.ts'
import type { Reading } from '../reading.ts'
import { type Asked, wholeFault } from './column.ts'

export const readingNamed = (name: string, readings: readonly Reading[]) =>
  readings.find(({ matched }) => matched.field.name === name)

/** The first of the names whose column the table lacks, or has so that it cannot be read. */
export const lackingOf = (names: readonly string[], readings: readonly Reading[]) =>
  names.find((name) => readingNamed(name, readings) === undefined)

/** A check that cannot be made is a fault: it must not pass for one that was. */
export function lackingProbe(asked: Asked, check: string, column: string): Probe {
  const fault = wholeFault(
    asked,
    `${quoted(check)} cannot be checked: the table has no column ${quoted(column)} that can be read`,
  )
  return { aggregates: ['count(*)'], judge: () => fault }
}
