import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, existsSync, renameSync } from 'node:fs'
import { finished } from 'node:stream/promises'

/** How the ids of the rows follow each other; either way none is there twice. */
export type Ids = 'ascending' | 'scattered'

export const header = 'id,user_name,species,bill_length,bill_depth,mass,score,flag,day,seen_at,token,age'

const species = ['Adelie', 'Chinstrap', 'Gentoo']
const firstDay = Date.UTC(2020, 0, 1)
const firstInstant = Date.UTC(2024, 0, 1)
/** Odd, so that multiplying by it permutes the numbers below 2^31. */
const scatter = 1_103_515_245

/**
 * Writes a table of made-up penguins, the same for the same arguments, unless it is there already. A tenth of the
 * cells of most columns are empty.
 */
export async function writePenguins(file: string, rows: number, ids: Ids): Promise<void> {
  if (existsSync(file)) return
  const output = createWriteStream(`${file}.part`)
  const ended = finished(output)
  output.write(`${header}\n`)
  for (let row = 0; row < rows; row += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, rows - row) }, (_, i) => lineOf(row + i, ids))
    if (!output.write(`${lines.join('\n')}\n`)) await once(output, 'drain')
  }
  output.end()
  await ended
  renameSync(`${file}.part`, file)
}

function lineOf(row: number, ids: Ids): string {
  const bits = mixed(row)
  const drawn = (below: number, nth: number) => mixed(row + nth * 0x9e3779b9) % below
  const unless = (nth: number, cell: string) => (drawn(10, nth) === 0 ? '' : cell)
  return [
    ids === 'ascending' ? row : Math.imul(row, scatter) & 0x7fffffff,
    `user_${drawn(1_000_000, 1)}`,
    species[bits % 3],
    unless(2, (drawn(10_000, 3) / 100).toFixed(2)),
    unless(4, (drawn(100_000, 5) / 1000).toFixed(3)),
    unless(6, String(drawn(5_000, 7))),
    unless(8, (drawn(1_000_000, 9) / 1000 - 500).toFixed(3)),
    unless(10, bits & 8 ? 'true' : 'false'),
    new Date(firstDay + drawn(1_800, 11) * 86_400_000).toISOString().slice(0, 10),
    `${new Date(firstInstant + drawn(40_000_000, 12) * 1000).toISOString().slice(0, 19)}Z`,
    unless(13, tokenOf(bits, row)),
    unless(14, String(drawn(121, 15))),
  ].join(',')
}

const tokenOf = (bits: number, row: number) =>
  mixed(bits).toString(16).padStart(8, '0') +
  mixed(row ^ 0x5bd1e995)
    .toString(16)
    .padStart(8, '0')

/** A 32-bit number that looks drawn (Wang's hash). */
function mixed(from: number): number {
  let bits = from | 0
  bits = bits ^ 61 ^ (bits >>> 16)
  bits = (bits + (bits << 3)) | 0
  bits ^= bits >>> 4
  bits = Math.imul(bits, 0x27d4eb2d)
  return (bits ^ (bits >>> 15)) >>> 0
}

/** For the name of a file that is kept: what it would be made of now. */
export const recipe = () =>
  createHash('sha256')
    .update(`${lineOf(12_345, 'ascending')}${lineOf(7, 'scattered')}`)
    .digest('hex')
    .slice(0, 8)
