/** Whether a cell is a number to whom a decimal point is a comma; `1,234` may be one of a thousand and more as well. */
export const hasDecimalComma = (cell: string | null): cell is string =>
  cell !== null && /^\s*[+-]?\d{0,20},\d{1,20}\s*$/.test(cell)

/** What to do about such a cell where numbers are read in one way alone. */
export const commaRemedy = (cell: string) =>
  `Write a decimal point: ${cell.trim().replace(',', '.')} for ${cell.trim()}. Predictions and their labels are read so, whatever decimalChar a contract has.`
