import type { DriftCheckRecord } from '../record/drift-check.ts'
import { cellCode, code, text } from '../report/markdown/escape.ts'
import type { IssueText } from './actions.ts'

type Drift = Pick<DriftCheckRecord, 'name' | 'columns' | 'reference' | 'current' | 'share'>

/** The issue about drifted data. Every name in it may be hostile. */
export function issueText(
  { name, columns = [], reference, current, share = 0 }: Drift,
  next: string,
  url?: string,
): IssueText {
  const drifted = columns.filter((column) => column.drifted)
  const rows = drifted
    .toSorted((a, b) => (b.score ?? Number.POSITIVE_INFINITY) - (a.score ?? Number.POSITIVE_INFINITY))
    .map(
      ({ name: column, score, threshold, p_adjusted, reason }) =>
        `| ${cellCode(column)} | ${score?.toFixed(3) ?? '–'} | ${threshold?.toFixed(2) ?? '–'} | ${p_adjusted?.toPrecision(2) ?? '–'} | ${text(reason ?? '')} |`,
    )
  return {
    title: `Drift: ${drifted.length} of ${columns.length} columns of ${name} no longer look like its training data`,
    body: [
      `Live data ${code(current?.path ?? '')} (${current?.rows ?? 0} rows) was compared with ${text(reference?.source ?? '')} (${reference?.rows ?? 0} rows).`,
      `${Math.round(share * 100)}% of the compared columns drifted.`,
      '',
      '| column | PSI | matters from | p, adjusted | |',
      '| --- | --: | --: | --: | --- |',
      ...rows,
      '',
      text(next),
      ...(url ? ['', `[The check](${url})`] : []),
      '',
      'This issue is kept up to date, and closed once the data looks as it did.',
    ].join('\n'),
  }
}
