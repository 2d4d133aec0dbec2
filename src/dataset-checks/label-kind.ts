import type { Engine } from '../tables/engine/engine.ts'
import { columnOf, type LabelKind, type Sheet } from './dataset.ts'
import { numberOf } from './result.ts'

/** Numbers with more different values than these are values, with fewer they name classes. */
const mostClasses = 20

/** What a label of numbers is; every other label is a class. */
export async function labelKindOf(
  engine: Engine,
  sheets: readonly Sheet[],
  label: string,
): Promise<LabelKind> {
  const columns = sheets.flatMap((sheet) => {
    const column = columnOf(sheet, label)
    return column === undefined ? [] : [{ ...column, relation: sheet.relation }]
  })
  if (columns.some(({ kind }) => kind !== 'number') || columns.length === 0) return 'class'
  const cells = columns.map(
    ({ sql, relation }) => `SELECT ${sql} AS v FROM ${relation} WHERE ${sql} IS NOT NULL`,
  )
  const [row] = await engine.rows(
    `SELECT count(*) AS n FROM (SELECT DISTINCT v FROM (${cells.join(' UNION ALL ')}) LIMIT ${mostClasses + 1})`,
  )
  return numberOf(row, 'n') > mostClasses ? 'value' : 'class'
}
