import { open } from 'node:fs/promises'
import type { CellShape } from '../plain/cell-shapes.ts'
import type { Extremes } from '../table.ts'
import { csvRecordsCounted } from './csv-records-counted.ts'

/** What the beginning and the end of a plain delimited file let one expect of the rest. */
export interface TextGuess {
  readonly width: number
  readonly shapes: readonly (CellShape | undefined)[]
  readonly extremes: readonly (Extremes | undefined)[]
  /** of columns of whole numbers, what the first and the last row have */
  readonly reach: readonly (readonly [number, number] | undefined)[]
}

/** Smaller files are read sooner than guessed. */
const worthGuessing = 4 << 20
const tailBytes = 1 << 16
/** A bit for each whole number within reach must fit into memory easily. */
const widestReach = 2 ** 28

/** @returns undefined where the beginning is not plain, or the file is small */
export async function guessText(path: string, delimiter: string): Promise<TextGuess | undefined> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (size < worthGuessing) return undefined
    const records = csvRecordsCounted(delimiter)
    const [head] = records.buffers
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    const first = lines(head.subarray(0, tailBytes))[1]
    const tail = Buffer.alloc(tailBytes)
    await file.read(tail, 0, tailBytes, size - tailBytes)
    records.push(bytesRead)
    const { shapes, extremes } = records.learnt()
    const { regular, newline, width } = records.structure
    if (!regular || newline !== '\n' || shapes.length === 0) return undefined
    const [one, other] = [first, lines(tail).at(-1)].map((line) => line?.split(delimiter) ?? [])
    return { width, shapes, extremes, reach: shapes.map((shape, i) => reachOf(shape, one?.[i], other?.[i])) }
  } finally {
    await file.close()
  }
}

const lines = (bytes: Buffer) => bytes.toString('latin1').replace(/\n$/, '').split('\n')

function reachOf(shape: CellShape | undefined, one = '', other = ''): readonly [number, number] | undefined {
  if (shape !== 'whole' || one === '' || other === '') return undefined
  const [low = 0, high = 0] = [Number(one), Number(other)].sort((a, b) => a - b)
  const safe = Number.isSafeInteger(low) && Number.isSafeInteger(high)
  return safe && high > low && high - low < widestReach ? [low, high] : undefined
}
