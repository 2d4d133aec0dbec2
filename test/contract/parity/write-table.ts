import { columnKinds } from './column-kinds.ts'
import type { ParityCase } from './parity-case.ts'

/** How a table is written; nothing of it may change what is found. */
export interface Writing {
  readonly file: 'data.csv' | 'data.tsv' | 'data.csv.gz' | 'data.jsonl'
  readonly lineEnd: '\n' | '\r\n'
  /** quotes around every cell, or only where they are needed */
  readonly quoteAll: boolean
}

/** A record of a table; none stands for an empty line. */
export type Cells = readonly string[] | undefined

/** The text of a table, and the line of each of its records. */
export function written(
  header: readonly string[],
  types: readonly string[],
  rows: readonly Cells[],
  { file, lineEnd, quoteAll }: Writing,
): Pick<ParityCase, 'file' | 'text' | 'lines'> {
  if (file === 'data.jsonl') {
    const text = rows.map((cells) => `${jsonLine(header, types, cells ?? [])}\n`).join('')
    return { file, text, lines: [0, ...rows.map((_, i) => i + 1)] }
  }
  const delimiter = file === 'data.tsv' ? '\t' : ','
  const special = new RegExp(`["\\r\\n${delimiter}]`)
  const cellOf = (text: string) => (quoteAll || special.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lines: number[] = []
  let line = 1
  const text = [header, ...rows]
    .map((cells) => {
      lines.push(line)
      const record = (cells ?? []).map(cellOf).join(delimiter)
      line += record.split('\n').length
      return record + lineEnd
    })
    .join('')
  return { file, text, lines }
}

const plainNumber = /^-?(0|[1-9]\d{0,8})(\.\d{1,6})?$/

/** Cells as JSON has them where it can: numbers, truth, lists and objects of columns that are such. */
function jsonLine(header: readonly string[], types: readonly string[], cells: readonly string[]): string {
  const members = cells.map((text, i) => {
    const type = types[i]!
    const asItIs =
      (type === 'integer' && plainNumber.test(text) && !text.includes('.')) ||
      (type === 'number' && plainNumber.test(text)) ||
      (type === 'boolean' && (text === 'true' || text === 'false')) ||
      ((type === 'array' || type === 'object') && isJson(text))
    const value = text === '' ? 'null' : asItIs ? text : JSON.stringify(text)
    return `${JSON.stringify(header[i])}: ${value}`
  })
  return `{${members.join(', ')}}`
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

/** Every type that a kind of column has. */
export const typesOfKinds = [...new Set(columnKinds.map(({ field }) => field.type))]
