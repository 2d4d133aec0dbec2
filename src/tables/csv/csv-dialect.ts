/** How a delimited file is written. Each character is one. */
export interface CsvDialect {
  readonly delimiter: string
  /** absent: quotes are characters like all others */
  readonly quoteChar?: string
  /** two quotes inside a quoted cell stand for one */
  readonly doubleQuote: boolean
  /** takes from the next character what it means */
  readonly escapeChar?: string
  /** a line that begins with it is none of the table's */
  readonly commentChar?: string
  /** spaces at the beginning of a cell are none of it */
  readonly skipInitialSpace: boolean
  /** the first record names the columns */
  readonly header: boolean
}

/** RFC 4180 but for the delimiter. */
export const plainDialect = (delimiter: string): CsvDialect => ({
  delimiter,
  quoteChar: '"',
  doubleQuote: true,
  skipInitialSpace: false,
  header: true,
})

/** Whether only the delimiter, one byte of ASCII, is the dialect's own. */
export const isPlain = ({ delimiter, ...dialect }: CsvDialect): boolean =>
  delimiter.charCodeAt(0) < 128 &&
  dialect.quoteChar === '"' &&
  dialect.doubleQuote &&
  dialect.escapeChar === undefined &&
  dialect.commentChar === undefined &&
  !dialect.skipInitialSpace &&
  dialect.header
