import type { ColumnCounts } from '../plain/cell-counts.ts'
import { daySlots, fullSlot, secondsOfDay, years } from '../wasm/cell-counts-memory.ts'
import type { Runs } from './sorted-runs.ts'

const batch = 1 << 16

/** Slots of one byte that stand for values which ascend with them. */
interface SlotRange {
  readonly begin: number
  readonly end: number
  /** @param slot from 0 */
  valueAt(slot: number): number
}

/**
 * The numbers of a column in ascending order, or its times in milliseconds since the epoch.
 * @returns undefined where a day that was met is none of the calendar, as 2024-02-30
 */
export function slotRuns(memory: ArrayBuffer, counts: ColumnCounts): (() => Iterable<Runs>) | undefined {
  const ranges = rangesOf(memory, counts)
  return ranges && (() => runsOf(new Uint8Array(memory), ranges, counts.full))
}

function rangesOf(memory: ArrayBuffer, { method, slots }: ColumnCounts): SlotRange[] | undefined {
  if (method.by === 'number') {
    const { least, decimals } = method
    const power = 10 ** decimals
    return [{ begin: slots, end: slots + method.slots, valueAt: (slot) => (least + slot) / power }]
  }
  const isDay = method.by === 'day'
  const days = isDay ? new Uint8Array(memory, slots, daySlots) : new Uint32Array(memory, slots, daySlots)
  const ranges: SlotRange[] = []
  for (let day = 0; day < daySlots; day++) {
    if (days[day] === 0) continue
    const midnight = midnightOf(day)
    if (midnight === undefined) return undefined
    const begin = isDay ? slots + day : days[day]!
    const end = begin + (isDay ? 1 : secondsOfDay)
    ranges.push({ begin, end, valueAt: (second) => midnight + 1000 * second })
  }
  return ranges
}

/** @returns undefined where the month has no such day */
function midnightOf(slot: number): number | undefined {
  const [day, month] = [(slot % 31) + 1, Math.floor(slot / 31) % 12]
  const midnight = Date.UTC(years.first + Math.floor(slot / 31 / 12), month, day)
  return new Date(midnight).getUTCDate() === day ? midnight : undefined
}

/** What is yielded holds until the next is asked for. */
function* runsOf(bytes: Uint8Array, ranges: readonly SlotRange[], full: Uint32Array): Generator<Runs> {
  const values = new Float64Array(batch)
  const counts = new Float64Array(batch)
  let length = 0
  for (const { begin, end, valueAt } of ranges) {
    let nextFull = firstFrom(full, begin)
    for (let address = begin; address < end; address++) {
      const slot = bytes[address]!
      if (slot === 0) continue
      let count = slot
      while (full[nextFull] === address) {
        count += fullSlot
        nextFull++
      }
      if (length === batch) {
        yield { values, counts }
        length = 0
      }
      values[length] = valueAt(address - begin)
      counts[length++] = count
    }
  }
  if (length > 0) yield { values: values.subarray(0, length), counts: counts.subarray(0, length) }
}

/** Where in ascending numbers those begin that are not less. */
function firstFrom(ascending: Uint32Array, least: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}
