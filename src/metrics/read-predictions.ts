import type { EvaluationConfig } from '../config/schema.ts'
import { inputError } from '../errors.ts'
import { counted, grouped } from '../report/number.ts'
import type { Column } from '../tables/engine.ts'
import { type Asked, findColumn } from '../tables/find-column.ts'
import type { Joined } from '../tables/join-columns.ts'
import type { Wanted } from '../tables/read-columns.ts'
import { knownEnds } from '../tables/table-format.ts'
import { type PredictionColumns, predictionColumns, usedColumns } from './prediction-columns.ts'
import { byId, type PredictionRows } from './prediction-rows.ts'
import type { NamedFile, NamedTable, OpenedTable, Tables } from './prediction-tables.ts'
import { requireInEither, requireOwnAttribute } from './require-attribute.ts'

export interface PredictionsSource {
  readonly predictions: NamedFile
  /** labels come from this table's column, joined by id */
  readonly truth?: NamedTable & { readonly column: string; readonly id: string }
  readonly evaluation: Pick<EvaluationConfig, 'columns' | 'task'>
  /** the table of the test set, where its rows are not joined: what is looked for in vain is perhaps there */
  readonly testTable?: NamedTable
  /** columns that slices are made of: of the truth table where it has them, else of the predictions */
  readonly attributes?: readonly string[]
  /** columns of the same kind that are read where they are, and are no error where they are not */
  readonly attributesWhereKnown?: readonly string[]
  /** columns of numbers that own metrics are made of; those that the predictions do not have are left out */
  readonly values?: readonly string[]
  /** keys of the configuration that name columns, by their path within the evaluation: `columns.score`, `truth.id` */
  readonly asked?: Readonly<Record<string, Asked>>
}

/**
 * Reads predictions with their labels, in the order of their ids where there are any. Nothing is dropped: rows that do not join, ids that repeat and broken rows are errors.
 * @returns undefined where the files cannot be read in this way
 * @throws AssayError input: those of openTable, readColumns and joinColumns of src/tables; `rows-do-not-join`
 */
export async function readPredictions<T extends OpenedTable>(
  tables: Tables<T>,
  source: PredictionsSource,
): Promise<PredictionRows | undefined> {
  const { predictions, truth, evaluation, asked = {} } = source
  refuseMetrics(predictions)
  const table = await tables.open(predictions)
  if (table === undefined) return undefined
  const header = table.columns.map(({ name }) => name)
  const unread = truth ? ['label', 'weight', 'group', 'time', 'query'] : []
  requireAsked(table, evaluation.columns, unread, asked, usedColumns(header, evaluation, truth?.id))
  const columns = {
    ...predictionColumns(header, evaluation, truth?.id, predictions.label),
    values: (source.values ?? []).filter((name) => header.includes(name)),
  }
  const attributes = [
    ...(source.attributes ?? []),
    ...(source.attributesWhereKnown ?? []).filter((name) => header.includes(name)),
  ]
  if (truth) {
    const idKey = evaluation.columns.id === undefined ? asked['truth.id'] : asked['columns.id']
    findColumn(table, columns.id!, idKey)
  }
  const rows = await (truth
    ? joinedRows(tables, table, columns, truth, { attributes, asked })
    : ownRows(tables, table, columns, { attributes, asked, testTable: source.testTable }))
  const sorted = rows && byId(rows)
  if (sorted?.ids && !truth) requireUnique(sorted.ids, table.label)
  return sorted
}

/** Files that are named so hold the metrics themselves, which nothing has to be computed for. */
function refuseMetrics({ label }: NamedFile): void {
  if (!/\.(json|ya?ml|toml)$/i.test(label)) return
  throw inputError('unknown-format', `${label} is no table, and predictions are one, with a row for each.`, {
    hint: `A file of metrics is given as evaluate.metrics (--metrics). Predictions are in a file that ends in one of: ${knownEnds}.`,
    file: label,
  })
}

type ReadColumns = PredictionColumns & { readonly values: readonly string[] }

/** The columns that the configuration names are there; before reading, for a message with the key that names it. */
function requireAsked(
  table: OpenedTable,
  { scores, ...columns }: EvaluationConfig['columns'],
  unread: readonly string[],
  asked: Readonly<Record<string, Asked>>,
  used: readonly string[],
): void {
  for (const [kind, name] of Object.entries(columns))
    if (name !== undefined && !unread.includes(kind)) findColumn(table, name, asked[`columns.${kind}`], used)
  for (const [label, name] of Object.entries(scores ?? {}))
    findColumn(table, name, asked[`columns.scores.${label}`], used)
}

async function ownRows<T extends OpenedTable>(
  tables: Tables<T>,
  table: T,
  columns: ReadColumns,
  {
    attributes,
    asked,
    testTable,
  }: Pick<Required<PredictionsSource>, 'attributes' | 'asked'> & {
    readonly testTable: NamedTable | undefined
  },
): Promise<PredictionRows | undefined> {
  const own = wantedOf(columns)
  // It is only to be told of: that it cannot be read is no mistake here.
  const test = async () =>
    testTable === undefined ? undefined : tables.open(testTable).catch(() => undefined)
  for (const name of attributes) await requireOwnAttribute(name, table, test, attributeKey(name, asked))
  const read = await tables.read(table, [...own, ...attributes.map(asText)])
  if (read === undefined) return undefined
  const rows = rowsOf(columns, read.slice(0, own.length), table.rows)
  return { ...rows, ...attributesOf(attributes, read.slice(own.length)) }
}

const attributeKey = (name: string, asked: Readonly<Record<string, Asked>>) =>
  asked[`attributes.${name}`] ?? { key: 'gate.slices.columns', place: {} }
const asText = (name: string): Wanted => ({ name, as: 'text' })

const attributesOf = (names: readonly string[], columns: readonly Column[]) =>
  names.length > 0 && {
    attributes: Object.fromEntries(names.map((name, i) => [name, textsOf(columns[i]!)])),
  }

async function joinedRows<T extends OpenedTable>(
  tables: Tables<T>,
  table: T,
  columns: ReadColumns,
  truth: NonNullable<PredictionsSource['truth']>,
  { attributes, asked }: Pick<Required<PredictionsSource>, 'attributes' | 'asked'>,
): Promise<PredictionRows | undefined> {
  const labels = await tables.open(truth)
  if (labels === undefined) return undefined
  const [ofTruth, ofPredictions] = sources(labels, attributes)
  for (const name of ofPredictions) requireInEither(name, table, labels, attributeKey(name, asked))
  findColumn(labels, truth.id, asked['truth.id'])
  findColumn(labels, truth.column, asked['truth.column'])
  const weight = weightOfTruth(columns.weight, labels, table, asked)
  const { weight: _own, ...unweighted } = columns
  const wanted = wantedOf(weight === undefined ? columns : unweighted)
  const joined = await tables.join(
    { table, id: columns.id!, columns: [...wanted.map(({ name }) => name), ...ofPredictions] },
    {
      table: labels,
      id: truth.id,
      columns: [truth.column, ...ofTruth, ...(weight === undefined ? [] : [weight])],
    },
  )
  if (joined === undefined) return undefined
  requireJoined(joined, table.label, truth.label)
  const read = wanted.map(({ as }, i) => (as === 'number' ? asNumbers(joined.left[i]!) : joined.left[i]!))
  const [label, ...others] = joined.right
  return {
    ...rowsOf(weight === undefined ? columns : unweighted, read, joined.rows),
    labels: textsOf(label!),
    ...(weight !== undefined && { weights: numbersOf(others.at(-1)!) }),
    ...attributesOf(
      [...ofTruth, ...ofPredictions],
      [...others.slice(0, ofTruth.length), ...joined.left.slice(wanted.length)],
    ),
  }
}

/** The column of weights where the test set has it: who predicts must not be able to weigh its own mistakes. */
function weightOfTruth(
  name: string | undefined,
  truth: OpenedTable,
  predictions: OpenedTable,
  asked: Readonly<Record<string, Asked>>,
): string | undefined {
  if (name === undefined || truth.columns.some((column) => column.name === name)) return name
  requireInEither(name, predictions, truth, asked['columns.weight'])
  return undefined
}

/** The test set's own word counts more than that of who predicts it. */
function sources(truth: OpenedTable, attributes: readonly string[]): [string[], string[]] {
  const inTruth = (name: string) => truth.columns.some((column) => column.name === name)
  return [attributes.filter(inTruth), attributes.filter((name) => !inTruth(name))]
}

/** In a fixed order: texts first. */
function wantedOf({ id, label, prediction, score, scores, weight, values }: ReadColumns): Wanted[] {
  const texts = [id, label, prediction].filter((name) => name !== undefined)
  const numbers = [score, ...Object.values(scores ?? {}), weight, ...values].filter(
    (name) => name !== undefined,
  )
  return [
    ...texts.map((name) => ({ name, as: 'text' as const })),
    ...numbers.map((name) => ({ name, as: 'number' as const })),
  ]
}

function rowsOf(columns: ReadColumns, read: readonly Column[], rows: number): PredictionRows {
  const { id, label, prediction, score, scores, weight, values } = columns
  const column = (name: string) => read.find((candidate) => candidate.name === name)!
  return {
    rows,
    ...(id !== undefined && { ids: filled(column(id)) }),
    labels: label === undefined ? [] : textsOf(column(label)),
    ...(prediction !== undefined && { predicted: textsOf(column(prediction)) }),
    ...(score !== undefined && { score: numbersOf(column(score)) }),
    ...(scores && {
      scores: Object.fromEntries(Object.entries(scores).map(([name, at]) => [name, numbersOf(column(at))])),
    }),
    ...(weight !== undefined && { weights: numbersOf(column(weight)) }),
    ...(values.length > 0 && {
      values: Object.fromEntries(values.map((name) => [name, numbersOf(column(name))])),
    }),
  }
}

const filled = (column: Column) =>
  column.kind === 'text' && column.nulls === 0
    ? (column.values as string[])
    : textsOf(column).map((text) => text ?? '')

const textsOf = (column: Column) =>
  column.kind === 'text' ? column.values : Array.from(column.values, (value) => String(value))

const numbersOf = (column: Column) => (column.kind === 'number' ? column.values : asNumbers(column).values)

function asNumbers(column: Column): Column & { kind: 'number' } {
  if (column.kind === 'number') return column
  const number = (cell: string | null) => (cell === null || cell.trim() === '' ? Number.NaN : Number(cell))
  return { ...column, kind: 'number', values: Float64Array.from(column.values, number) }
}

/** Those of candidate and baseline are mostly the same. */
const unique = new WeakSet<readonly string[]>()

/** @param ids sorted */
function requireUnique(ids: readonly string[], file: string): void {
  if (unique.has(ids)) return
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!
    const twice = i > 0 && id === ids[i - 1]
    const bad =
      id === '' ? 'is empty' : twice ? `${JSON.stringify(id.slice(0, 100))} is there twice` : undefined
    if (bad !== undefined)
      throw inputError('repeated-id', `${file}: an id ${bad}.`, {
        hint: 'Give every row an id of its own.',
        file,
      })
  }
  unique.add(ids)
}

function requireJoined(joined: Joined, predictions: string, truth: string): void {
  const { onlyLeft, onlyRight, rows } = joined
  if (onlyLeft === 0 && onlyRight === 0) return
  const parts = [
    onlyRight > 0
      ? `${grouped(onlyRight)} of its ids ${onlyRight === 1 ? 'has' : 'have'} no prediction (${examples(joined.examplesOnlyRight)})`
      : '',
    onlyLeft > 0
      ? `${counted(onlyLeft, 'prediction')} ${onlyLeft === 1 ? 'has an id' : 'have ids'} that it does not hold (${examples(joined.examplesOnlyLeft)})`
      : '',
  ].filter((part) => part !== '')
  throw inputError(
    'rows-do-not-join',
    `${predictions} does not cover ${truth}: ${parts.join('; ')}; ${counted(rows, 'row')} ${rows === 1 ? 'joins' : 'join'}.`,
    {
      hint: `Predict every row of ${truth} exactly once, with the id as it stands there.`,
      file: predictions,
    },
  )
}

const examples = (ids: readonly string[]) =>
  `for example ${ids
    .slice(0, 3)
    .map((id) => JSON.stringify(id.slice(0, 60)))
    .join(', ')}`
