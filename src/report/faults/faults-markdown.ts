import type { RecordOf } from '../../record/record.ts'
import { marks } from '../gate/zone-words.ts'
import { blocks, table } from '../markdown/blocks.ts'
import { cellCode, text } from '../markdown/escape.ts'
import { counted } from '../number.ts'
import { blockPicture } from './block-picture.ts'
import { pictureOf } from './picture-of.ts'
import { type ToldFaults, toldFaults } from './told-faults.ts'

const mostGroups = 50
const mostExamples = 3
const longestExample = 60

/** What is wrong with data as a table: each kind of fault in a sentence, with its rule, first values and picture. */
export function faultsMarkdown(record: RecordOf<'data-validate'>): string | undefined {
  const told = toldFaults(record)
  if (told.length === 0) return undefined
  const pictures = told.map(({ group }) => {
    const histogram = pictureOf(group, record.histograms)
    return histogram === undefined ? '' : cellCode(blockPicture(histogram))
  })
  const drawn = pictures.some((picture) => picture !== '')
  const rows = told.slice(0, mostGroups).map((one, i) => [...cellsOf(one), ...(drawn ? [pictures[i]!] : [])])
  const more = told.length - rows.length
  return blocks([
    table(
      ['table', 'what is wrong', 'first', 'asked for by', ...(drawn ? ['values, [allowed]'] : [])],
      rows,
      ['left', 'left', 'left', 'left', ...(drawn ? ['left' as const] : [])],
    ),
    more > 0 ? `${counted(more, 'more kind')} of fault: see the record.` : undefined,
  ])
}

const markOf = (severity: string) =>
  severity === 'error' ? `${marks.bad} ` : severity === 'warning' ? `${marks.unsure} ` : 'tolerated: '

function cellsOf({ group, sentence, rule, examples }: ToldFaults): string[] {
  const shown = examples
    .filter(({ error: { row }, shows }) => row !== undefined && shows !== '')
    .slice(0, mostExamples)
    .map(({ shows }) =>
      cellCode(shows.length > longestExample ? `${shows.slice(0, longestExample)}…` : shows),
    )
  return [
    cellCode(group.table),
    `${markOf(group.severity)}${text(sentence, 500)}`,
    [...new Set(shown)].join(' '),
    rule === undefined
      ? cellCode(group.code)
      : `${cellCode(group.code)} ${cellCode(`${rule.file}:${rule.line}`)}`,
  ]
}
