import type { EvaluationConfig } from '../../config/schema.ts'
import { inputError } from '../../errors.ts'
import { type Asked, findColumn } from '../../tables/find-column.ts'
import { knownEnds } from '../../tables/table-format.ts'
import { joinedRows } from './joined-rows.ts'
import { predictionColumns, usedColumns } from './prediction-columns.ts'
import { byId, type PredictionRows } from './prediction-rows.ts'
import type { NamedFile, NamedTable, OpenedTable, Tables } from './prediction-tables.ts'
import type { PredictionsSource } from './predictions-source.ts'
import { attributeKey, requireOwnAttribute } from './require-attribute.ts'
import { attributesOf, type ReadColumns, rowsOf, wantedOf } from './rows-of-columns.ts'

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
  const { attributes = [], attributesWhereKnown: whereKnown = [] } = source
  if (truth) {
    const idKey = evaluation.columns.id === undefined ? asked['truth.id'] : asked['columns.id']
    findColumn(table, columns.id!, idKey)
  }
  const rows = await (truth
    ? joinedRows(tables, table, columns, truth, { attributes, whereKnown, asked })
    : ownRows(tables, table, columns, {
        attributes: [...attributes, ...whereKnown.filter((name) => header.includes(name))],
        asked,
        testTable: source.testTable,
      }))
  const sorted = rows && byId(rows)
  if (sorted?.ids && !truth) requireUnique(sorted.ids, table.label)
  return sorted && sorted.score === undefined && sorted.scores === undefined ? { ...sorted, header } : sorted
}

/** Files that are named so hold the metrics themselves, which nothing has to be computed for. */
function refuseMetrics({ label }: NamedFile): void {
  if (!/\.(json|ya?ml|toml)$/i.test(label)) return
  throw inputError('unknown-format', `${label} is no table, and predictions are one, with a row for each.`, {
    hint: `A file of metrics is given as evaluate.metrics (--metrics). Predictions are in a file that ends in one of: ${knownEnds}.`,
    file: label,
  })
}

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
  const read = await tables.read(table, [
    ...own,
    ...attributes.map((name) => ({ name, as: 'text' as const })),
  ])
  if (read === undefined) return undefined
  const rows = rowsOf(columns, read.slice(0, own.length), table.rows)
  return { ...rows, ...attributesOf(attributes, read.slice(own.length)) }
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
