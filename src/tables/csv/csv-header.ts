import { inputError } from '../../errors.ts'
import type { CsvDialect } from './csv-dialect.ts'
import { type CsvRecord, csvRecords } from './csv-records.ts'

/** A header is read in steps of so much. */
const headerBytes = 1 << 14

/**
 * The names in the first line of a delimited file; none where that line is empty.
 * @throws AssayError input `broken-header`
 */
export async function headerOf({
  file,
  dialect,
  label,
}: {
  readonly file: string
  readonly dialect: CsvDialect
  readonly label: string
}): Promise<readonly string[]> {
  for await (const [first] of csvRecords(file, dialect, label, headerBytes)) {
    if (first === undefined) continue
    requireWholeHeader(first, label)
    return first.cells
  }
  return []
}

/** A header with a broken quote may reach into the rows below, and has what columns it seems to have by chance. */
function requireWholeHeader({ broken, line }: CsvRecord, label: string): void {
  if (broken === undefined) return
  throw inputError('broken-header', `${label} has no whole header: ${broken}.`, {
    hint: 'Close that quote, or write it twice where it is part of a name.',
    file: label,
    line,
  })
}
