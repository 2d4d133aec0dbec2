import { chunksInto } from '../chunks-into.ts'
import type { CellCounts } from './cell-counts.ts'
import { chunkBytes, mostCarried } from './plain-records.ts'

const LF = 10

/**
 * Counts the cells of a plain file, its header left out, a chunk at a time.
 * @returns false where its records are not what they were when it was found to be plain
 */
export async function* countCells(file: string, counts: CellCounts): AsyncGenerator<void, boolean> {
  const { buffers } = counts
  const chunks = buffers.map((buffer) => buffer.subarray(mostCarried, mostCarried + chunkBytes))
  let turn: 0 | 1 = 0
  let inHeader = true
  /** bytes of a record that the last chunk began, in front of this one's */
  let carried = 0
  for await (const { length } of chunksInto(file, chunks as [Buffer, Buffer])) {
    const buffer = buffers[turn]
    let begin = mostCarried - carried
    const end = mostCarried + length
    if (inHeader) {
      const line = buffer.subarray(begin, end).indexOf(LF) + 1
      begin = line === 0 ? end : begin + line
      inHeader = line === 0
    }
    const whole = begin + buffer.subarray(begin, end).lastIndexOf(LF) + 1
    carried = end - whole
    if (carried > mostCarried || (whole > begin && !counts.count(turn, begin, whole))) return false
    const next: 0 | 1 = turn === 0 ? 1 : 0
    buffer.copy(buffers[next], mostCarried - carried, whole, end)
    turn = next
    yield
  }
  if (carried === 0) return true
  buffers[turn][mostCarried] = LF
  return counts.count(turn, mostCarried - carried, mostCarried + 1)
}
