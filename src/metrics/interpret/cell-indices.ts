/** @returns `into`, a place for each cell */
export function cellIndices<T extends Uint8Array | Int32Array>(
  into: T,
  cells: readonly (string | null)[],
  indexOf: (cell: string | null) => number,
): T {
  for (let row = 0; row < cells.length; row++) into[row] = indexOf(cells[row]!)
  return into
}
