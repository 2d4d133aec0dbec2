import type { DriftCheckRecord } from '../record/drift-check.ts'
import { table } from '../report/markdown/blocks.ts'
import { cellCode, code, link, text } from '../report/markdown/escape.ts'
import { counted } from '../report/number.ts'
import type { IssueText } from './actions.ts'

type Drift = Pick<DriftCheckRecord, 'name' | 'columns' | 'reference' | 'current' | 'share'>

/** Rows of the table: GitHub refuses a body above 65,536 characters, and names may be long. */
const most = 30

/** The issue about drifted data. Every name in it may be hostile. */
export function issueText(
  { name, columns = [], reference, current, share = 0 }: Drift,
  next: string,
  url?: string,
): IssueText {
  const drifted = columns
    .filter((column) => column.drifted)
    .toSorted((a, b) => (b.score ?? Number.POSITIVE_INFINITY) - (a.score ?? Number.POSITIVE_INFINITY))
  const rows = drifted
    .slice(0, most)
    .map(({ name: column, score, threshold, p_adjusted, reason }) => [
      cellCode(column),
      score?.toFixed(3) ?? '–',
      threshold === undefined ? '–' : String(threshold),
      p_adjusted?.toPrecision(2) ?? '–',
      text(reason ?? ''),
    ])
  const data = reference?.version === undefined ? 'the reference data' : 'its training data'
  return {
    title: `Drift: ${drifted.length} of ${counted(columns.length, 'column')} of ${name} no longer ${drifted.length === 1 ? 'looks' : 'look'} like ${data}`,
    body: [
      `Live data ${code(current?.path ?? '')} (${counted(current?.rows ?? 0, 'row')}) was compared with ${text(reference?.source ?? '')} (${counted(reference?.rows ?? 0, 'row')}).`,
      `${Math.round(share * 100)}% of the compared columns drifted.`,
      '',
      table(['column', 'PSI', 'matters from', 'p, adjusted', ''], rows, [
        'left',
        'right',
        'right',
        'right',
        'left',
      ]),
      ...(drifted.length > most ? ['', `${drifted.length - most} more are in the check's record.`] : []),
      '',
      text(next),
      ...(url ? ['', link('The check', url)] : []),
      '',
      'This issue is kept up to date, and closed once the data looks as it did.',
    ].join('\n'),
  }
}
