import { counted } from '../../report/number.ts'
import { someClasses } from '../class-list.ts'
import { classText, type PredictionRows } from '../read/prediction-rows.ts'
import { rowNamed } from '../row-named.ts'

/** A label is rare where it is of one row in so many: then it is rather a slip than a class. */
const rarity = 10

/** Which label is rare, and where it stands; empty where none is. */
export function rarestLabel({ labels, ids }: Pick<PredictionRows, 'labels' | 'ids'>): string {
  const found = new Map<string, { first: number; count: number }>()
  for (const [row, label] of labels.entries()) {
    const name = classText(label ?? '')
    const known = found.get(name)
    if (known === undefined) found.set(name, { first: row, count: 1 })
    else known.count++
  }
  const [rarest] = [...found].sort(([, a], [, b]) => a.count - b.count)
  if (rarest === undefined || rarest[1].count * rarity > labels.length) return ''
  const [name, { first, count }] = rarest
  const row = rowNamed(ids ?? 'by-place', first)
  return `; ${someClasses([name])} is the label of ${counted(count, 'row')}, ${count === 1 ? '' : 'first of '}${row}`
}
