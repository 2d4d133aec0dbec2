import { inputError } from '../../errors.ts'
import { counted, grouped } from '../../report/number.ts'
import type { Column } from '../../tables/engine/engine.ts'
import { type Asked, findColumn } from '../../tables/find-column.ts'
import type { Joined } from '../../tables/join-columns.ts'
import type { PredictionRows } from './prediction-rows.ts'
import type { OpenedTable, Tables } from './prediction-tables.ts'
import type { PredictionsSource } from './predictions-source.ts'
import { refuseDecimalComma } from './refuse-decimal-comma.ts'
import { attributeKey, requireInEither } from './require-attribute.ts'
import { asNumbers, attributesOf, type ReadColumns, rowsOf, textsOf, wantedOf } from './rows-of-columns.ts'

/**
 * Predictions with the labels of another table, joined by id.
 * @throws AssayError input: those of openTable and joinColumns of src/tables; `rows-do-not-join`
 */
export async function joinedRows<T extends OpenedTable>(
  tables: Tables<T>,
  table: T,
  columns: ReadColumns,
  truth: NonNullable<PredictionsSource['truth']>,
  {
    attributes,
    whereKnown,
    asked,
  }: Pick<Required<PredictionsSource>, 'attributes' | 'asked'> & { readonly whereKnown: readonly string[] },
): Promise<PredictionRows | undefined> {
  const labels = await tables.open(truth)
  if (labels === undefined) return undefined
  const isKnown = (name: string) =>
    [labels, table].some(({ columns: all }) => all.some((one) => one.name === name))
  const [ofTruth, ofPredictions] = sources(labels, [...attributes, ...whereKnown.filter(isKnown)])
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
  const read = wanted.map(({ as }, i) =>
    as === 'number' ? numbersFrom(joined.left[i]!, table.label) : joined.left[i]!,
  )
  const [label, ...others] = joined.right
  return {
    ...rowsOf(weight === undefined ? columns : unweighted, read, joined.rows),
    labels: textsOf(label!),
    ...(weight !== undefined && { weights: numbersFrom(others.at(-1)!, truth.label).values }),
    ...attributesOf(
      [...ofTruth, ...ofPredictions],
      [...others.slice(0, ofTruth.length), ...joined.left.slice(wanted.length)],
    ),
  }
}

/** A column that was joined as text, as numbers. */
function numbersFrom(column: Column, file: string): ReturnType<typeof asNumbers> {
  const read = asNumbers(column)
  if (column.kind === 'text')
    refuseDecimalComma(column.values, read.values, `column ${JSON.stringify(column.name)} has`, file)
  return read
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
      hint:
        spacesOfIds(joined, predictions, truth) ??
        `Predict every row of ${truth} exactly once, with the id as it stands there.`,
      file: predictions,
    },
  )
}

/** Ids are compared as they are written, and a space at an end is hardly seen. */
function spacesOfIds(
  { onlyLeft, onlyRight, examplesOnlyLeft, examplesOnlyRight }: Joined,
  predictions: string,
  truth: string,
): string | undefined {
  if (onlyLeft === 0 || onlyRight === 0) return undefined
  const [ofPredictions, ofTruth] = [examplesOnlyLeft, examplesOnlyRight].map((ids) => ids.find(isPadded))
  const told = (id: string) => `${example(id)} is not ${example(id.trim())}`
  if (ofPredictions !== undefined)
    return `Write the ids of ${predictions} without spaces around them: ${told(ofPredictions)}.`
  return ofTruth === undefined
    ? undefined
    : `Take the spaces around the ids of ${truth} away, or predict with them: ${told(ofTruth)}.`
}

const isPadded = (id: string) => id !== id.trim()

const example = (id: string) => JSON.stringify(id.slice(0, 60))

const examples = (ids: readonly string[]) => `for example ${ids.slice(0, 3).map(example).join(', ')}`
