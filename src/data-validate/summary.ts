import type { RecordOf } from '../record/record.ts'
import { checkedAs } from '../report/checked-as.ts'
import { faultsMarkdown } from '../report/faults/faults-markdown.ts'
import { marks } from '../report/gate/zone-words.ts'
import { blocks, table } from '../report/markdown/blocks.ts'
import { cellCode, code, text } from '../report/markdown/escape.ts'
import { grouped } from '../report/number.ts'
import { sourceText } from '../report/source-text.ts'
import { stageHeadline } from '../report/stage-words.ts'

/** The job summary: the verdict, each table, and each kind of fault in a sentence. */
export function summaryOf(record: RecordOf<'data-validate'>): string {
  const { tone, words } = stageHeadline(record)
  return `${blocks([
    `### ${marks[tone]} ${code(record.name)} ${words}`,
    text(record.reason),
    tablesOf(record),
    environmentsOf(record),
    faultsMarkdown(record),
    keptOf(record),
  ])}\n`
}

function tablesOf({ tables = [] }: RecordOf<'data-validate'>): string | undefined {
  if (tables.length === 0) return undefined
  const rows = tables.map(({ name, file, path, rows, counts, identity, source, files }) => {
    const faults = (counts as { error: number; warning: number } | undefined) ?? { error: 0, warning: 0 }
    return [
      cellCode(name),
      cellCode(String(file ?? path ?? '')),
      grouped(rows),
      grouped(faults.error + faults.warning),
      cellCode(identity.value?.replace('sha256:', '').slice(0, 12) ?? ''),
      sourceText({ source, files }),
    ]
  })
  return table(['table', 'file', 'rows', 'faults', 'sha256', 'from'], rows, [
    'left',
    'left',
    'right',
    'right',
    'left',
    'left',
  ])
}

function environmentsOf({ tables = [] }: RecordOf<'data-validate'>): string | undefined {
  const told = tables.flatMap((table) => {
    const as = checkedAs(table)
    return as === undefined ? [] : [`${code(table.name)} is ${text(as)}.`]
  })
  return told.length === 0 ? undefined : told.join(' ')
}

/** What the record's artifact has beside the record for who mends the data. */
function keptOf({ rejected = [], evidence = [] }: RecordOf<'data-validate'>): string | undefined {
  const kept = rejected.map(
    ({ path, rows, cut }) => `${cut ? 'the first ' : ''}${grouped(rows)} rows at fault in ${code(path)}`,
  )
  const page = evidence.some(({ path }) => path === 'data.html')
    ? [`all of this as a page in ${code('data.html')}`]
    : []
  const all = [...kept, ...page]
  return all.length === 0 ? undefined : `The artifact of this record has ${all.join('; ')}.`
}
