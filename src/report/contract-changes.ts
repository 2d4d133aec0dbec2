import type { Change } from '../contract/diff/change.ts'
import { counted } from './number.ts'
import { type Cell, inColumns } from './terminal/columns.ts'
import type { Palette } from './terminal/palette.ts'
import { visible } from './visible.ts'

type Classes = Pick<Change, 'model' | 'producer'>

/** A change's classes in words, the worst first. */
export function classWords({ model, producer }: Classes): string {
  const broken = [
    ...(model === 'breaking' ? ['a trained model'] : []),
    ...(producer === 'breaking' ? ['a producer'] : []),
  ]
  if (broken.length > 0) return `breaking for ${broken.join(' and ')}`
  return model === 'widens' ? 'widens' : 'compatible'
}

/** 0 for the worst. */
const rank = ({ model, producer }: Classes): number => {
  if (model === 'breaking') return producer === 'breaking' ? 0 : 1
  if (producer === 'breaking') return 2
  return model === 'widens' ? 3 : 4
}

/** Changes as people read them: the worst first, otherwise in the order of the contract. */
export const worstFirst = <C extends Classes>(changes: readonly C[]): C[] =>
  changes.toSorted((a, b) => rank(a) - rank(b))

interface Shown {
  readonly old: string
  readonly now: string
  readonly palette: Palette
}

const longestValue = 40

/** Changes of a contract as a table for a terminal; all texts in them may be hostile. */
export function changesText(changes: readonly Change[], { old, now, palette }: Shown): string {
  const title = `${visible(old)} -> ${visible(now)}`
  if (changes.length === 0) return `${title}: no difference.\n`
  const sorted = worstFirst(changes)
  const rows = sorted.map((one): Cell[] => [
    { text: classWords(one), paint: paintOf(one, palette) },
    { text: visible(one.path, 80), paint: palette.strong },
    { text: valuesText(one) },
  ])
  return [
    `${title}: ${counted(changes.length, 'change')}`,
    '',
    ...inColumns(rows).flatMap((line, i) => [
      `  ${line}`,
      `    ${palette.faint(visible(sorted[i]!.why, 300))}`,
    ]),
    '',
    `  ${tally(changes)}`,
    '',
  ].join('\n')
}

const paintOf = (change: Classes, palette: Palette) =>
  rank(change) < 3 ? palette.bad : rank(change) === 3 ? palette.unsure : palette.good

const valuesText = ({ old, new: now }: Pick<Change, 'old' | 'new'>): string =>
  old === undefined
    ? `added ${valueText(now)}`
    : now === undefined
      ? `was ${valueText(old)}`
      : `${valueText(old)} -> ${valueText(now)}`

/** A value of a contract on one line; a column that came or went is its type. */
function valueText(value: unknown): string {
  const type = value !== null && typeof value === 'object' && 'type' in value ? value.type : undefined
  return visible(typeof type === 'string' ? type : (JSON.stringify(value) ?? ''), longestValue)
}

function tally(changes: readonly Classes[]): string {
  const model = changes.filter((one) => one.model === 'breaking').length
  const producer = changes.filter((one) => one.producer === 'breaking').length
  if (model + producer === 0) return 'Nothing breaks.'
  const parts = [
    ...(model > 0 ? [`${counted(model, 'change')} ${model === 1 ? 'breaks' : 'break'} a trained model`] : []),
    ...(producer > 0
      ? [`${counted(producer, 'change')} ${producer === 1 ? 'breaks' : 'break'} who makes the data`]
      : []),
  ]
  return `${parts.join(', ')}.`
}
