import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { FlippedRow } from '../../record/flips.ts'
import { details, table } from '../markdown/blocks.ts'
import { cellCode, code } from '../markdown/escape.ts'
import { counted, grouped } from '../number.ts'
import { type FoundFlips, flipsOf } from './flips-table.ts'

/** The rows that flipped against each baseline, folded away. @param most rows and slices that are shown of each kind */
export function flipsDetails(record: EvaluateGateRecord, most: number): string | undefined {
  const found = flipsOf(record)
  if (found.length === 0) return undefined
  const broken = Math.max(...found.map(({ flips }) => flips.broken))
  return details(
    `Rows that flipped (up to ${grouped(broken)} newly wrong)`,
    found.map((one) => oneOf(one, most)).join('\n\n'),
  )
}

function oneOf({ names, evaluation, flips }: FoundFlips, most: number): string {
  const { broken, mended, slices = [], listed } = flips
  const against = names.map(code).join(', ')
  const parts = [
    `**${counted(broken, 'row')} newly wrong, ${grouped(mended)} newly right** on ${code(evaluation)}, against ${against}.`,
    slices.length > 0
      ? table(
          ['slice', 'rows', 'newly wrong', 'newly right'],
          slices
            .slice(0, most)
            .map((slice) => [
              cellCode(slice.name),
              grouped(slice.rows),
              grouped(slice.broken),
              grouped(slice.mended),
            ]),
          ['left', 'right', 'right', 'right'],
        )
      : '',
    rowsTable('newly wrong', listed.broken, broken, most),
    rowsTable('newly right', listed.mended, mended, most),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function rowsTable(what: string, rows: readonly FlippedRow[], all: number, most: number): string {
  if (rows.length === 0) return ''
  const shown = rows.slice(0, most)
  const lines = table(
    [what, 'label', 'before', 'now'],
    shown.map(({ id, row, label, before, now }) => [
      id === undefined ? `row ${grouped(row)}` : cellCode(id),
      ...[label, before, now].map(cellCode),
    ]),
    ['left', 'left', 'left', 'left'],
  )
  return all > shown.length ? `${lines}\n\nand ${grouped(all - shown.length)} more.` : lines
}
