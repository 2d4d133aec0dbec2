import { numberPattern } from '../cells.ts'
import type { CellCounts, ColumnCounts } from '../plain/cell-counts.ts'
import type { WantedColumn } from '../typed-copy.ts'
import { entry } from '../wasm/cell-counts-memory.ts'
import { longestCategory } from './categorical-profile.ts'
import { numericProfile } from './numeric-profile.ts'
import type { CategoricalProfile, ColumnProfile } from './profile-schema.ts'
import { slotRuns } from './slot-runs.ts'
import type { Ordered, Runs } from './sorted-runs.ts'
import { timeProfile } from './time-profile.ts'

type Category = CategoricalProfile['categories'][number]

/**
 * Profile of a column by what its cells were counted to, as the engine would have it.
 * @param rows of the table
 * @param top categories that are told one by one
 * @returns undefined where only the engine can tell what the column is
 */
export async function countedColumn(
  { column, kind }: WantedColumn,
  { memory, column: countsOf }: CellCounts,
  { place, rows, top }: { readonly place: number; readonly rows: number; readonly top: number },
): Promise<ColumnProfile | undefined> {
  const counts = countsOf(place)
  const { name } = column
  const there = { name, count: rows - counts.empty, missing: counts.empty }
  if (counts.method.by === 'text') {
    const texts = textsOf(memory, counts)
    if (kind === undefined && texts.length > 0 && texts.every(({ text }) => mayBeNumber.test(text)))
      return undefined
    return ofTexts(there, texts, top)
  }
  const runs = slotRuns(memory, counts)
  if (runs === undefined) return undefined
  const ordered = orderedOf(there.count, runs)
  if (counts.method.by === 'number')
    return numericProfile({ ...there, kind: 'numeric', sql: '', invalid: 0 }, ordered)
  const { distinct, categories } = mostFrequent(runs(), top)
  const [shortest, longest] = [counts.size, counts.size]
  return {
    ...categorical(there, {
      distinct,
      categories: categories.map(({ value, count }) => ({ value: writtenAs(value, counts.size), count })),
      ...(distinct > 0 && { shortest, longest }),
    }),
    ...(ordered && { time: await timeProfile(column, there.count, ordered) }),
  }
}

const mayBeNumber = new RegExp(`^${numberPattern}$`)

type There = Pick<CategoricalProfile, 'name' | 'count' | 'missing'>

interface Texts {
  readonly distinct: number
  readonly categories: readonly Category[]
  /** characters; absent where there is no text */
  readonly shortest?: number
  readonly longest?: number
}

const categorical = (
  there: There,
  { distinct, categories, shortest, longest }: Texts,
): CategoricalProfile => ({
  ...there,
  kind: 'categorical',
  distinct,
  categories: [...categories],
  other: there.count - categories.reduce((sum, { count }) => sum + count, 0),
  ...(shortest !== undefined && { min_length: shortest, max_length: longest }),
})

interface CountedText {
  readonly bytes: Buffer
  readonly text: string
  readonly count: number
}

function textsOf(memory: ArrayBuffer, { beside: [begin, end] }: ColumnCounts): CountedText[] {
  const state = new DataView(memory)
  const texts: CountedText[] = []
  for (let at = begin; at < end; ) {
    const size = state.getUint32(at + entry.size, true)
    const bytes = Buffer.from(memory, at + entry.text, size)
    texts.push({ bytes, text: bytes.toString(), count: state.getUint32(at + entry.count, true) })
    at += (entry.text + size + 3) & -4
  }
  return texts
}

function ofTexts(there: There, texts: readonly CountedText[], top: number): CategoricalProfile {
  const lengths = texts.map(({ text }) => [...text].length)
  const categories = texts
    .filter((_, i) => lengths[i]! <= longestCategory)
    .sort((a, b) => b.count - a.count || Buffer.compare(a.bytes, b.bytes))
    .slice(0, top)
    .map(({ text, count }) => ({ value: text, count }))
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)]
  return categorical(there, {
    distinct: texts.length,
    categories,
    ...(texts.length > 0 && { shortest, longest }),
  })
}

function orderedOf(count: number, runs: () => Iterable<Runs>): Ordered | undefined {
  if (count === 0) return undefined
  let [min, max] = [Number.NaN, Number.NaN]
  for (const { values } of runs()) {
    if (Number.isNaN(min)) min = values[0]!
    max = values[values.length - 1]!
  }
  return { count, min, max, runs: runs() }
}

/** The most frequent of ascending values, the lesser before the greater where they are as frequent; and how many there are. */
function mostFrequent(runs: Iterable<Runs>, top: number) {
  const categories: { value: number; count: number }[] = []
  let distinct = 0
  for (const { values, counts } of runs) {
    distinct += values.length
    for (let i = 0; i < values.length; i++) {
      const count = counts[i]!
      if (categories.length === top && !(count > categories[top - 1]!.count)) continue
      let place = categories.length
      while (place > 0 && categories[place - 1]!.count < count) place--
      categories.splice(place, 0, { value: values[i]!, count })
      if (categories.length > top) categories.pop()
    }
  }
  return { distinct, categories }
}

const secondsEnd = '2024-01-31T08:00:00'.length

/** A time as the column has it: a day, or an instant with Z or without. */
function writtenAs(time: number, size: number): string {
  const text = new Date(time).toISOString()
  return size > secondsEnd ? `${text.slice(0, secondsEnd)}Z` : text.slice(0, size)
}
