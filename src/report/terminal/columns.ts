import { displayWidth } from './display-width.ts'

/** Texts in columns of equal width, as a terminal shows them. Widths are as shown, colours not counted. */
export function inColumns(rows: readonly (readonly Cell[])[], gap = '  '): string[] {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, i) => Math.max(widest[i] ?? 0, displayWidth(cell.text))),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const padding = ' '.repeat(widths[i]! - displayWidth(cell.text))
        const painted = cell.paint ? cell.paint(cell.text) : cell.text
        return cell.right ? padding + painted : painted + padding
      })
      .join(gap)
      .trimEnd(),
  )
}

/** A text and how it is set apart; numbers stand to the right. */
export interface Cell {
  readonly text: string
  readonly paint?: (text: string) => string
  readonly right?: boolean
}
