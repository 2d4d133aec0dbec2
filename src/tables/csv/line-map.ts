/**
 * On which line of a file each row starts, kept as the rows where the distance between the two changes. A file of
 * one line a row takes nothing; one with line breaks inside every row takes 16 bytes a row.
 */
export interface LineMap {
  /** line on which a row starts; both count from 1 */
  lineOf(row: number): number
}

export function growingLineMap() {
  let rows = new Float64Array(64)
  let lines = new Float64Array(64)
  let length = 0
  let nextRow = Number.NaN
  let nextLine = Number.NaN

  return {
    /** rows in ascending order; `count` of them may follow each other line by line */
    add(row: number, line: number, count = 1) {
      if (row !== nextRow || line !== nextLine) {
        if (length === rows.length) {
          rows = doubled(rows)
          lines = doubled(lines)
        }
        rows[length] = row
        lines[length++] = line
      }
      nextRow = row + count
      nextLine = line + count
    },
    lineOf(row: number): number {
      let low = 0
      let high = length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (rows[middle]! <= row) low = middle
        else high = middle - 1
      }
      return lines[low]! + (row - rows[low]!)
    },
  }
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2)
  larger.set(values)
  return larger
}
