import { eachCellModule, marks, stateAt, stateBytes } from '../wasm/each-cell-code.ts'
import { memoryOf, moduleOnce } from '../wasm/web-assembly.ts'
import { type Automaton, dead } from './automaton.ts'
import { chunkBytes, mostCarried } from './plain-records.ts'

const LF = 10

/** What the cells of a column have to be. */
export interface CellLook {
  readonly automaton?: Automaton
  /** says of a cell from `from` to `to`, which is such, whether the next is to be looked at */
  readonly each?: (bytes: Uint8Array, from: number, to: number) => boolean
  /** takes the column's numbers one by one, in their order, as doubles, and says whether the next is to be looked at */
  readonly number?: (number: number) => boolean
  /** the least and the greatest of its numbers are wanted */
  readonly extremes?: true
}

/** Of all columns together; the system gives memory only to those that are met. */
const mostStates = 1 << 14
const tablesAt = stateBytes
const recordsAt = tablesAt + mostStates * stateBytes

const instance = moduleOnce(eachCellModule)

/**
 * Looks at the cells of plain records one by one: the automata of all columns are one, in which the end of a cell leads
 * to the next one's. Its steps are taken many times faster than calls are, but for those that were never taken before.
 * @param looks one a column; none where its cells may be anything
 * @returns takes whole records, each of as many cells, ended by LF; false where a cell is not what it has to be, or
 *   there are too many states to tell
 */
export function eachCell(
  delimiter: string,
  looks: readonly (CellLook | undefined)[],
): (records: Uint8Array) => boolean {
  const memory = memoryOf(recordsAt + mostCarried + chunkBytes + 1)
  const run = instance(memory) as (at: number, end: number, state: number) => number
  const bytes = new Uint8Array(memory.buffer)
  const steps = new Int32Array(memory.buffer)
  const separator = delimiter.charCodeAt(0)
  /** by their place: the column of a state, and which of its automaton's it is */
  const states: { readonly column: number; readonly state: number }[] = []
  const known = looks.map(() => new Map<number, number>())

  /** @returns where the steps of a state begin */
  const stepsOf = (column: number, state: number): number => {
    const place = known[column]!.get(state)
    if (place !== undefined) return place
    if (state === dead || states.length === mostStates) return marks.dead
    const added = tablesAt + (states.push({ column, state }) - 1) * stateBytes
    known[column]!.set(state, added)
    const { automaton, each } = looks[column] ?? {}
    const own = steps.subarray(added / 4, (added + stateBytes) / 4)
    own.fill(automaton === undefined ? added : marks.unknown)
    const isEnd = automaton?.accepts(state) ?? true
    const isLast = column === looks.length - 1
    own[separator] = isEnd && !isLast ? firstOf(column + 1, each !== undefined) : marks.dead
    own[LF] = isEnd && isLast ? firstOf(0, each !== undefined) : marks.dead
    return added
  }
  /** @param told whether the cell that ends there is to be told */
  const firstOf = (column: number, told: boolean): number => {
    const first = stepsOf(column, looks[column]?.automaton?.first ?? dead + 1)
    return told && first !== marks.dead ? first | marks.cell : first
  }

  const cellBefore = (at: number): number => {
    let from = at
    while (from > recordsAt && bytes[from - 1] !== separator && bytes[from - 1] !== LF) from--
    return from
  }

  const first = firstOf(0, false)
  return (records) => {
    bytes.set(records, recordsAt)
    let state = first
    const end = recordsAt + records.length
    for (let at = recordsAt; state !== marks.dead; ) {
      at = run(at, end, state)
      if (at === end) return true
      state = steps[stateAt]!
      const step = state / 4 + bytes[at]!
      const next = steps[step]!
      if (next === marks.dead) return false
      const { column, state: own } = states[(state - tablesAt) / stateBytes]!
      const { automaton, each } = looks[column] ?? {}
      if (next === marks.unknown) steps[step] = stepsOf(column, automaton!.follow(own, bytes[at]!))
      else {
        if (!each!(bytes, cellBefore(at), at)) return false
        state = next - marks.cell
        at++
      }
    }
    return false
  }
}
