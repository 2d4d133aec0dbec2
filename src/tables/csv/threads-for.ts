/**
 * Option of read_csv. Each thread begins somewhere in a file, at what it takes for the end of a line: where cells have
 * line ends in them it may be wrong, and loses its way. Then one thread reads all of the file.
 */
export const threadsFor = ({ linesInCells }: { readonly linesInCells: boolean }) =>
  linesInCells ? ', parallel=false' : ''
