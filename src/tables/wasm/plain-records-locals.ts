// Locals of the module of plain-records-code.ts. Parameters: where the bytes begin, where they end, the delimiter, cells of
// a record, columns that are looked at.
export const [begin, end, delimiter, width, tracked] = [0, 1, 2, 3, 4]
export const [block, ends, at, cell, record, cells, column, length, from, slot, size] = [
  5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
]
export const [character, digits, behind, negative] = [16, 17, 18, 19]
export const [bytes, second, found] = [20, 21, 22]
export const [mantissa, number] = [23, 24]
