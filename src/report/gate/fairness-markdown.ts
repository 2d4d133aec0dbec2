import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import { details, table } from '../markdown/blocks.ts'
import { cellCode } from '../markdown/escape.ts'
import { counted, grouped, numberFormat } from '../number.ts'
import { fairnessRows, groupRows, rateNames } from './fairness-table.ts'
import { marks } from './zone-words.ts'

/** @param most rows that are shown, of disparities and of groups */
export function fairnessTable(record: EvaluateGateRecord, most: number): string | undefined {
  const rows = fairnessRows(record)
  if (rows.length === 0) return undefined
  const shown = table(
    ['fairness', 'this model', '95% bounds', 'rule', ''],
    rows
      .slice(0, most)
      .map(({ disparity, value, bounds, line: { rule, tone, words } }) => [
        cellCode(disparity),
        value,
        bounds,
        rule,
        `${marks[tone]} ${words}`,
      ]),
    ['left', 'right', 'right', 'left', 'left'],
  )
  return rows.length > most ? `${shown}\n\n${rows.length - most} more are in the record.` : shown
}

/** The rates that disparities are made of, folded away. */
export function groupsTable(record: EvaluateGateRecord, most: number): string | undefined {
  const rows = groupRows(record)
  if (rows.length === 0) return undefined
  const shown = rows
    .slice(0, most)
    .map(({ group, rows: count, rates }) => [
      cellCode(group),
      grouped(count),
      ...rates.map((rate) => (rate === undefined ? '' : numberFormat([rate])(rate))),
    ])
  const more = rows.length > most ? `\n\n${rows.length - most} more are in the record.` : ''
  return details(
    `Rates of ${counted(rows.length, 'group')}`,
    `${table(['group', 'rows', ...rateNames], shown, ['left', 'right', 'right', 'right', 'right'])}${more}`,
  )
}
