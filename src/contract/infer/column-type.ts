import { isFloatType, isWrittenAsText, missingSql, textSql } from '../../tables/cells.ts'
import type { Engine } from '../../tables/engine/engine.ts'
import { literals } from '../../tables/quote.ts'
import type { Table, TableColumn } from '../../tables/table.ts'
import { type FieldType, typeOf } from '../types/registry.ts'
import { ask, readAs } from './ask.ts'
import { missingTexts } from './missing-texts.ts'

/** A type as a contract writes it. */
export interface WrittenType {
  readonly type: FieldType
  readonly format?: string
}

/** A text that marks missing cells, and how many it marks. */
export interface MissingText {
  readonly text: string
  readonly count: number
}

/** What a column is by its cells: every one that is present is of the type. */
export interface ColumnType extends WrittenType {
  readonly column: TableColumn
  /** texts that must be missing values for the column to have its type */
  readonly missing: readonly MissingText[]
  /** texts that may be missing values, though the type does not ask for it */
  readonly doubtful: readonly MissingText[]
  /** whole numbers that are names and no quantities; absent where there are none */
  readonly digits?: 'leading-zeros' | 'plus-sign' | 'beyond-64-bits'
}

/** From the narrowest: what is a whole number is a number, too, and 0 and 1 are true and false. */
const candidates: readonly WrittenType[] = [
  { type: 'integer' },
  { type: 'number' },
  { type: 'boolean' },
  { type: 'date' },
  { type: 'datetime' },
  { type: 'time' },
]

/** Those that take long to ask for, and that nothing of the others is. */
const rarer: readonly WrittenType[] = [
  { type: 'duration' },
  { type: 'array' },
  { type: 'object' },
  { type: 'string', format: 'uuid' },
  { type: 'string', format: 'email' },
]

/** Columns that are asked in one statement: few statements for a wide table, and none too long. */
const together = 6
/** Rows that rule out most types, so that all rows are asked for few. */
const firstRows = 1000

const marks = ['', ...missingTexts]

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
  const first = `(SELECT * FROM ${table.relation} LIMIT ${firstRows})`
  const fittingOf = async (some: readonly TableColumn[], types: readonly WrittenType[]) => {
    const storable = some.map((column) => ({
      column,
      possible: types.filter((type) => isWrittenAsText(table, column) || stores(column, type)),
    }))
    return new Map((await askAll(engine, table, first, storable)).map((asked) => [asked.column, asked]))
  }
  const common = await fittingOf(columns, candidates)
  // Where the first rows have no value, the rest may have any.
  const isOpen = (column: TableColumn) =>
    common.get(column)?.fitting.length === 0 || common.get(column)?.present === 0
  const others = await fittingOf(columns.filter(isOpen), rarer)
  const likely = columns.map((column) => ({
    column,
    possible: [...(common.get(column)?.fitting ?? []), ...(others.get(column)?.fitting ?? [])],
  }))
  const types: ColumnType[] = []
  for (const asked of await askAll(engine, table, table.relation, likely))
    types.push(await decided(engine, table, asked))
  return types
}

interface Asked {
  readonly column: TableColumn
  readonly fitting: readonly WrittenType[]
  /** cells that are no marks of missing values */
  readonly present: number
  /** cells that are a mark other than the empty text */
  readonly marked: number
  readonly digits: ColumnType['digits']
}

async function askAll(
  engine: Engine,
  table: Table,
  relation: string,
  columns: readonly { readonly column: TableColumn; readonly possible: readonly WrittenType[] }[],
): Promise<Asked[]> {
  if (columns.length === 0) return []
  const questions = columns.map(({ column, possible }, i) => {
    const readings = [...possible, { type: 'any' as const }].map((type, j) =>
      readAs(table, column, type, marks, i * (candidates.length + rarer.length + 1) + j),
    )
    const { missing } = readings.at(-1)!
    const text = textSql(table, column)
    const cells = (told: string) => `count(*) FILTER (WHERE NOT ${missing} AND ${told})`
    const looks = (pattern: string) => cells(`regexp_matches(${text}, '${pattern}')`)
    const isNumber = possible.some(({ type }) => type === 'integer' || type === 'number')
    return {
      column,
      possible,
      readings,
      aggregates: [
        cells('true'),
        `count(*) FILTER (WHERE ${missing} AND NOT ${missingSql(table, column, [''])})`,
        ...(isNumber && isWrittenAsText(table, column)
          ? [looks('^[+-]?0[0-9]'), looks('^[+][0-9]{7,}$'), cells(beyond64(text))]
          : ['0', '0', '0']),
        // A text in JSON is one, though the contract would take it for the number that it spells.
        column.jsonKind === undefined ? '0' : cells(`${column.jsonKind} = 's'`),
        ...possible.map((_, j) => cells(`NOT (${readings[j]!.ok})`)),
      ],
    }
  })
  const answers = await ask(
    engine,
    relation,
    questions.flatMap(({ readings }) => readings),
    questions.flatMap(({ aggregates }) => aggregates),
  )
  let at = 0
  return questions.map(({ column, possible, aggregates }) => {
    const counts = aggregates.map(() => Number(answers[at++]))
    const [present = 0, marked = 0, zeros = 0, plus = 0, long = 0, quoted = 0, ...faults] = counts
    const isBare = ({ type }: WrittenType) => type === 'integer' || type === 'number' || type === 'boolean'
    const fitting = possible.filter((type, j) => faults[j] === 0 && !(quoted > 0 && isBare(type)))
    return {
      column,
      fitting,
      present,
      marked,
      digits: digitsOf(zeros, plus, fitting[0]?.type === 'integer' ? long : 0),
    }
  })
}

function digitsOf(zeros: number, plus: number, long: number): ColumnType['digits'] {
  if (zeros > 0) return 'leading-zeros'
  if (plus > 0) return 'plus-sign'
  return long > 0 ? 'beyond-64-bits' : undefined
}

async function decided(
  engine: Engine,
  table: Table,
  { column, fitting: [narrowest], present, marked, digits }: Asked,
): Promise<ColumnType> {
  const isNumber = narrowest?.type === 'integer' || narrowest?.type === 'number'
  const isName = isNumber && digits !== undefined
  const narrow = present === 0 || isName ? undefined : narrowest
  const texts = marked === 0 ? [] : await marksOf(engine, table, column)
  return {
    column,
    ...(narrow ?? { type: widest(table, column, present) }),
    ...(narrow === undefined ? { missing: [], doubtful: texts } : { missing: texts, doubtful: [] }),
    ...(isName && present > 0 ? { digits } : {}),
  }
}

const beyond64 = (text: string) =>
  `(regexp_full_match(${text}, '[+-]?[0-9]+') AND try_cast(${text} AS BIGINT) IS NULL)`

const stores = ({ type }: TableColumn, field: WrittenType) => typeOf(field).stores(type)

/** Of a column in which nothing is present nothing is known. */
function widest(table: Table, column: TableColumn, present: number): FieldType {
  if (present === 0) return 'any'
  return isWrittenAsText(table, column) || stores(column, { type: 'string' }) ? 'string' : 'any'
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
