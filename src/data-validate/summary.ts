import type { Finding, Group } from '../contract/finding.ts'
import type { RecordOf } from '../record/record.ts'
import { cellCode, text } from '../report/markdown/escape.ts'
import { sourceText } from '../report/source-text.ts'
import { placed } from './annotations.ts'

const longest = 50

/** The job summary: each table, and each kind of fault with its first place. */
export function summaryOf(record: RecordOf<'data-validate'>): string {
  const groups = (record.groups ?? []) as readonly Group[]
  const errors = (record.errors ?? []) as readonly Finding[]
  const lines = [
    `### ${text(record.name)}: data ${record.verdict}`,
    '',
    text(record.reason),
    '',
    '| table | file | rows | faults | sha256 | from |',
    '| --- | --- | ---: | ---: | --- | --- |',
    ...(record.tables ?? []).map(({ name, file, path, rows, counts, identity, source, files }) => {
      const faults = (counts as { error: number; warning: number } | undefined) ?? { error: 0, warning: 0 }
      const digest = identity.value?.replace('sha256:', '').slice(0, 12) ?? ''
      return row([
        cellCode(name),
        cellCode(String(file ?? path ?? '')),
        String(rows),
        String(faults.error + faults.warning),
        cellCode(digest),
        sourceText({ source, files }),
      ])
    }),
  ]
  if (groups.length > 0) {
    lines.push('', '| table | column | fault | count | first |', '| --- | --- | --- | ---: | --- |')
    for (const group of groups.slice(0, longest)) {
      const first = errors.find(
        ({ code, table, field, against, contract_line }) =>
          code === group.code &&
          table === group.table &&
          field === group.field &&
          against === group.against &&
          contract_line === group.contract_line,
      )
      lines.push(
        row([
          cellCode(group.table),
          group.field === undefined ? '' : cellCode(group.field),
          group.code,
          String(group.count),
          first === undefined ? '' : cellCode(placed(first, group.file)),
        ]),
      )
    }
    if (groups.length > longest)
      lines.push('', `${groups.length - longest} more kinds of fault: see the record.`)
  }
  return `${lines.join('\n')}\n`
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
