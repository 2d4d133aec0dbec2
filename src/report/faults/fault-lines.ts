import type { RecordOf } from '../../record/record.ts'
import { grouped } from '../number.ts'
import { inColumns } from '../terminal/columns.ts'
import type { Palette } from '../terminal/palette.ts'
import { visible } from '../visible.ts'
import { faultPlace, type ToldFaults, toldFaults } from './told-faults.ts'

const mostGroups = 20
const mostExamples = 3

/** What is wrong with data as a terminal shows it: each kind of fault in a sentence, and below it the first rows. */
export function faultLines(record: RecordOf<'data-validate'>, palette: Palette): string[] {
  const told = toldFaults(record)
  const more = told.length - mostGroups
  const several = (record.tables?.length ?? 0) > 1
  return [
    ...told.slice(0, mostGroups).flatMap((one) => linesOf(several ? ofItsTable(one) : one, palette)),
    ...(more > 0 ? [`  ${grouped(more)} more kinds of fault are in the record.`] : []),
  ]
}

/** What is wrong with a table as a whole has no row, whose place would say which of several tables it is. */
function ofItsTable(told: ToldFaults): ToldFaults {
  const { group, sentence, examples } = told
  const of = group.file ?? group.table
  return examples[0]?.error.row !== undefined || sentence.includes(of)
    ? told
    : { ...told, sentence: `${of}: ${sentence}` }
}

function linesOf({ group, sentence, rule, examples }: ToldFaults, palette: Palette): string[] {
  const { code, severity, count } = group
  const sign = severity === 'error' ? palette.bad('✗') : palette.unsure(severity === 'warning' ? '!' : '~')
  const asked = rule === undefined ? code : `${code}, ${rule.file}:${rule.line}`
  const rows = examples.filter(({ error: { row }, shows }) => row !== undefined && shows !== '')
  const listed = rows.slice(0, mostExamples)
  const more = count - listed.length
  return [
    `  ${sign} ${visible(sentence, 500)} ${palette.faint(`(${visible(asked)})`)}`,
    ...inColumns(
      listed.map(({ error, shows }) => [
        { text: visible(faultPlace(error)), paint: palette.faint },
        { text: visible(shows, 200) },
      ]),
    ).map((line) => `      ${line}`),
    ...(listed.length > 0 && more > 0 ? [`      ${palette.faint(`… ${grouped(more)} more`)}`] : []),
  ]
}
