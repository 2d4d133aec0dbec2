import { isFloatType, isWrittenAsText, missingSql, textSql } from '../../tables/cells.ts'
import type { Engine } from '../../tables/engine.ts'
import { literals } from '../../tables/quote.ts'
import type { Table, TableColumn } from '../../tables/table.ts'
import { type FieldType, typeOf } from '../types/registry.ts'
import { ask, readAs } from './ask.ts'
import { missingTexts } from './missing-texts.ts'

/** A text that marks missing cells, and how many it marks. */
export interface MissingText {
  readonly text: string
  readonly count: number
}

/** What a column is by its cells: every one that is present is of the type. */
export interface ColumnType {
  readonly column: TableColumn
  readonly type: FieldType
  /** texts that must be missing values for the column to have its type */
  readonly missing: readonly MissingText[]
  /** texts that may be missing values, though the type does not ask for it */
  readonly doubtful: readonly MissingText[]
  /** whole numbers that are names and no quantities; absent where there are none */
  readonly digits?: 'leading-zeros' | 'plus-sign' | 'beyond-64-bits'
}

/** From the narrowest: what is a whole number is a number, too, and 0 and 1 are true and false. */
const candidates: readonly FieldType[] = ['integer', 'number', 'boolean', 'date', 'datetime']

/** Columns that are asked in one statement: few statements for a wide table, and none too long. */
const together = 20

/**
 * The type of every column: the narrowest that all its present cells have, by the same SQL that will check them.
 * Nothing is guessed: `01/02/2024` is a text, as are yes and no. A text such as NA is taken for missing only in a
 * column that without it has a narrower type than text.
 */
export async function columnTypes(engine: Engine, table: Table): Promise<ColumnType[]> {
  const types: ColumnType[] = []
  for (let from = 0; from < table.columns.length; from += together)
    types.push(...(await typesOf(engine, table, table.columns.slice(from, from + together))))
  return types
}

async function typesOf(engine: Engine, table: Table, columns: readonly TableColumn[]): Promise<ColumnType[]> {
  const marks = ['', ...missingTexts]
  const asked = columns.map((column, i) => {
    const possible = candidates.filter((type) => isWrittenAsText(table, column) || stores(column, type))
    const readings = [...possible, 'any' as const].map((type, j) =>
      readAs(table, column, { type }, marks, i * (candidates.length + 1) + j),
    )
    const { missing } = readings.at(-1)!
    const text = textSql(table, column)
    const cells = (told: string) => `count(*) FILTER (WHERE NOT ${missing} AND ${told})`
    const looks = (pattern: string) => cells(`regexp_matches(${text}, '${pattern}')`)
    return {
      column,
      possible,
      readings,
      aggregates: [
        cells('true'),
        `count(*) FILTER (WHERE ${missing} AND NOT ${missingSql(table, column, [''])})`,
        ...(isWrittenAsText(table, column)
          ? [looks('^[+-]?0[0-9]'), looks('^[+][0-9]{7,}$'), cells(beyond64(text))]
          : ['0', '0', '0']),
        ...possible.map((_, j) => cells(`NOT (${readings[j]!.ok})`)),
      ],
    }
  })
  const answers = await ask(
    engine,
    table.relation,
    asked.flatMap(({ readings }) => readings),
    asked.flatMap(({ aggregates }) => aggregates),
  )
  let at = 0
  const found: ColumnType[] = []
  for (const { column, possible, aggregates } of asked) {
    const [present = 0, marked = 0, zeros = 0, plus = 0, long = 0, ...faults] = aggregates.map(() =>
      Number(answers[at++]),
    )
    const fitting = present === 0 ? undefined : possible.find((_, j) => faults[j] === 0)
    const isNumber = fitting === 'integer' || fitting === 'number'
    const digits = isNumber ? nameOf(zeros, plus, fitting === 'integer' ? long : 0) : {}
    const narrow = digits.digits === undefined ? fitting : undefined
    const texts = marked === 0 ? [] : await marksOf(engine, table, column)
    found.push({
      column,
      type: narrow ?? widest(table, column, present),
      ...(narrow === undefined ? { missing: [], doubtful: texts } : { missing: texts, doubtful: [] }),
      ...digits,
    })
  }
  return found
}

const beyond64 = (text: string) =>
  `(regexp_full_match(${text}, '[+-]?[0-9]+') AND try_cast(${text} AS BIGINT) IS NULL)`

function nameOf(zeros: number, plus: number, long: number): Pick<ColumnType, 'digits'> {
  if (zeros > 0) return { digits: 'leading-zeros' }
  if (plus > 0) return { digits: 'plus-sign' }
  return long > 0 ? { digits: 'beyond-64-bits' } : {}
}

const stores = ({ type }: TableColumn, field: FieldType) => typeOf({ type: field }).stores(type)

/** Of a column in which nothing is present nothing is known. */
function widest(table: Table, column: TableColumn, present: number): FieldType {
  if (present === 0) return 'any'
  return isWrittenAsText(table, column) || stores(column, 'string') ? 'string' : 'any'
}

/** The marks that occur, most frequent first. */
async function marksOf(engine: Engine, table: Table, column: TableColumn): Promise<MissingText[]> {
  const text = isFloatType(column.type)
    ? `CASE WHEN isnan(${column.sql}) THEN 'NaN' END`
    : textSql(table, column)
  const rows = await engine.rows(
    `SELECT s, count(*) AS n FROM (SELECT ${text} AS s FROM ${table.relation})
     WHERE list_contains(${literals(missingTexts)}, s) GROUP BY s ORDER BY n DESC, s`,
  )
  return rows.map(({ s, n }) => ({ text: String(s), count: Number(n) }))
}
