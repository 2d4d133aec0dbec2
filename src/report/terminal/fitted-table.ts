import { type Cell, inColumns } from './columns.ts'
import { displayWidth } from './display-width.ts'

/**
 * A table of rules as columns, or where these are wider than the terminal as a block of lines a row.
 * @param header labels; the last two cells of a row are a rule and its outcome, and a row without a first cell goes on
 *   with the one before it
 * @param width places of a line, where it is known
 */
export function fittedTable(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  width: number | undefined,
): string[] {
  if (fits([header, ...rows], width)) return inColumns([header, ...rows])
  return blocksOf(rows).flatMap(({ name, rows: own }) => [
    name,
    ...inColumns(own.flatMap((cells) => linesOf(header, cells))).map((line) => `  ${line}`),
  ])
}

/** Whether these rows are columns of a terminal so wide; of one whose width is not known they are. */
export function fits(rows: readonly (readonly Cell[])[], width: number | undefined): boolean {
  if (width === undefined) return true
  const unpainted = inColumns(rows.map((row) => row.map(({ paint: _paint, ...cell }) => cell)))
  return unpainted.every((line) => displayWidth(line) <= width)
}

interface Block {
  readonly name: string
  readonly rows: (readonly Cell[])[]
}

function blocksOf(rows: readonly (readonly Cell[])[]): Block[] {
  const blocks: Block[] = []
  for (const [name, ...cells] of rows) {
    const last = blocks.at(-1)
    if (last !== undefined && (name === undefined || name.text === '')) last.rows.push(cells)
    else blocks.push({ name: name?.text ?? '', rows: [cells] })
  }
  return blocks
}

/** A line a value under its label, and one for the rule. */
function linesOf(header: readonly Cell[], cells: readonly Cell[]): Cell[][] {
  const values = cells.slice(0, -2).flatMap((cell, i) => (cell.text === '' ? [] : [[header[i + 1]!, cell]]))
  return [...values, cells.slice(-2)].map(unaligned)
}

const unaligned = (row: readonly Cell[]) => row.map((cell) => ({ ...cell, right: false }))
