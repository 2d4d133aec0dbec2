import { didYouMean } from '../config/suggest.ts'
import { configurationError, inputError } from '../errors.ts'
import { counted, grouped } from '../report/number.ts'
import { someClasses } from './class-list.ts'
import { decideBinary, decideMulticlass } from './decide.ts'
import { type DependenceColumns, partitionsOf } from './dependence.ts'
import type {
  BinaryPredictions,
  MulticlassPredictions,
  Predictions,
  RegressionPredictions,
  Task,
} from './predictions.ts'
import { rankingPredictions } from './ranking-predictions.ts'
import { rarestLabel } from './rarest-label.ts'
import { classText, differentCells, type PredictionRows, remembered } from './read/prediction-rows.ts'
import { refuseDecimalComma } from './read/refuse-decimal-comma.ts'

/** How the texts of predictions are meant. */
export interface Meaning {
  readonly task: Task
  /** binary: the positive class; may be left out for 0/1 and true/false */
  readonly positive?: string
  /** multiclass: classes beyond those that these rows hold, so that two models share one list */
  readonly classes?: readonly string[]
  /** which columns say that rows depend on each other */
  readonly dependence?: DependenceColumns
  /** ranking: the attribute that says to which query a row belongs */
  readonly query?: string
}

/**
 * Gives the texts of a predictions file their meaning. A prediction that is no class or no number stays as such, and
 * makes the metrics that read it undefined; a row without label cannot be judged by anything.
 * @param file named in errors
 * @throws AssayError input `missing-label`, `not-binary`, those of {@link partitionsOf}; configuration `positive-unknown`
 */
export function interpret(rows: PredictionRows, meaning: Meaning, file: string): Predictions {
  const known = interpreted.get(rows) ?? new Map<string, Predictions>()
  interpreted.set(rows, known)
  const key = keyOf(meaning)
  const before = known.get(key)
  if (before !== undefined) return before
  requireLabels(rows, file)
  const meant = meantAs(rows, meaning, file)
  const dependence = partitionsOf(rows, meaning.dependence ?? {}, file)
  const predictions = {
    ...meant,
    ...namesOf(rows),
    ...(rows.values && { values: rows.values }),
    ...(dependence.length > 0 && { dependence }),
  }
  known.set(key, predictions)
  return predictions
}

function namesOf({ ids, part }: PredictionRows): Pick<Predictions, 'named'> {
  if (ids !== undefined) return { named: ids }
  return part ? {} : { named: 'by-place' }
}

/** The same rows are asked for by metrics, tests, flips and slices, of each side. */
const interpreted = new WeakMap<PredictionRows, Map<string, Predictions>>()

/** The same for the same meaning, in whatever order and however much of nothing who asks writes it. */
function keyOf({ task, positive, classes = [], dependence, query }: Meaning): string {
  return JSON.stringify([task, positive, classes, dependence?.group, dependence?.time, query])
}

function meantAs(rows: PredictionRows, meaning: Meaning, file: string): Predictions {
  switch (meaning.task) {
    case 'binary':
      return binary(rows, meaning.positive, file)
    case 'multiclass':
      return multiclass(rows, meaning.classes ?? [])
    case 'regression':
      return regression(rows, file)
    case 'ranking':
      return rankingPredictions(rows, meaning.query, file)
  }
}

/** Columns of labels of which none is missing: they are asked about several times. */
const labelled = new WeakSet<PredictionRows['labels']>()

/** @throws AssayError input `missing-label` */
export function requireLabels(rows: PredictionRows, file: string): void {
  if (labelled.has(rows.labels)) return
  const unlabelled = rows.labels.filter((label) => label === null || label.trim() === '').length
  if (unlabelled > 0)
    throw inputError(
      'missing-label',
      `${file}: ${grouped(unlabelled)} of ${counted(rows.rows, 'row')} have no label.`,
      {
        hint: 'Give every test row a label, or leave the row out of the test set.',
        file,
      },
    )
  labelled.add(rows.labels)
}

/** The classes that labels, predictions and score columns of these rows hold, by code unit. */
export function classesOf({ labels, predicted, scores }: PredictionRows): string[] {
  const cells = differentCells(labels, predicted)
  return [...new Set([...cells, ...Object.keys(scores ?? {})].map(classText))]
    .filter((name) => name !== '')
    .sort()
}

/**
 * The class that binary metrics are about.
 * @param file that the labels are of
 * @throws AssayError as {@link interpret}
 */
export function positiveClass(rows: PredictionRows, asked: string | undefined, file: string): string {
  const labels = distinct(rows.labels)
  if (labels.length > 2)
    throw inputError(
      'not-binary',
      `${file}: a binary task has two classes, but there are ${labels.length} labels: ${someClasses(labels)}${rarestLabel(rows)}.`,
      {
        hint: 'Set evaluate.task: multiclass, or mend the labels.',
        file,
      },
    )
  if (asked === undefined) {
    if (labels.every((label) => label === '0' || label === '1')) return '1'
    if (labels.every((label) => label === 'true' || label === 'false')) return 'true'
    throw configurationError(
      'positive-unknown',
      `${file}: which of the labels ${someClasses(labels)} is the positive one?`,
      {
        hint: `Set evaluate.positive (--positive): ${JSON.stringify(labels.at(-1))}, if that is the one.`,
      },
    )
  }
  const positive = classText(asked)
  if (labels.length === 2 && !labels.includes(positive))
    throw configurationError(
      'positive-unknown',
      `evaluate.positive is ${JSON.stringify(asked)}, but the labels of ${file} are ${someClasses(labels)}${didYouMean(positive, labels)}`,
      { hint: 'Write it as the labels do.' },
    )
  return positive
}

const known = new WeakMap<readonly (string | null)[], string[]>()

/** The different classes of a column, which is asked several times for the same. */
function distinct(cells: readonly (string | null)[] = []): string[] {
  const found =
    known.get(cells) ?? [...new Set([...new Set(cells)].map((cell) => classText(cell ?? '')))].sort()
  known.set(cells, found)
  return found
}

/** No class: metrics that read it are undefined. */
const noClass = 255

function binary(rows: PredictionRows, asked: string | undefined, file: string): BinaryPredictions {
  const positive = positiveClass(rows, asked, file)
  const negatives = new Set(distinct(rows.labels).filter((label) => label !== positive))
  // Where every label is positive, the one other prediction is the negative class.
  if (negatives.size === 0)
    for (const cell of differentCells(rows.predicted))
      if (classText(cell) !== positive) negatives.add(classText(cell))
  const alias = aliasOf(positive)
  const negative = negatives.size === 1 ? [...negatives][0]! : undefined
  const indexOf = remembered((cell) => {
    const value = cell === null ? '' : classText(cell)
    if (value === positive || value === alias) return 1
    return value !== '' && (value === negative || value === aliasOf(negative)) ? 0 : noClass
  })
  const isPositive = remembered((label) => (classText(label!) === positive ? 1 : 0))
  const predicted =
    rows.predicted !== undefined
      ? indices(new Uint8Array(rows.predicted.length), rows.predicted, indexOf)
      : rows.score &&
        decideBinary(rows.score).map((one, i) => (Number.isFinite(rows.score![i]) ? one : noClass))
  const strange = distinct(rows.predicted).filter((name) => name !== '' && indexOf(name) === noClass)
  return {
    task: 'binary',
    ...(strange.length > 0 && { strange: { labels: distinct(rows.labels), predicted: strange } }),
    ...(negative !== undefined && { classes: [negative, positive] as const }),
    rows: rows.rows,
    labels: indices(new Uint8Array(rows.labels.length), rows.labels, isPositive),
    ...(predicted && { predicted }),
    ...(rows.score && { score: rows.score }),
    ...(rows.weights && { weights: rows.weights }),
  }
}

/** @returns `into`, a place for each cell */
function indices<T extends Uint8Array | Int32Array>(
  into: T,
  cells: readonly (string | null)[],
  indexOf: (cell: string | null) => number,
): T {
  for (let row = 0; row < cells.length; row++) into[row] = indexOf(cells[row]!)
  return into
}

const aliases: Readonly<Record<string, string>> = { '1': 'true', '0': 'false', true: '1', false: '0' }
const aliasOf = (name: string | undefined) =>
  name !== undefined && Object.hasOwn(aliases, name) ? aliases[name] : undefined

function multiclass(rows: PredictionRows, beyond: readonly string[]): MulticlassPredictions {
  const classes = [...new Set([...classesOf(rows), ...beyond])].sort()
  const index = new Map(classes.map((name, i) => [name, i]))
  const indexOf = remembered((cell) => (cell === null ? -1 : (index.get(classText(cell)) ?? -1)))
  const given = Object.entries(rows.scores ?? {}).map(([name, values]) => [classText(name), values] as const)
  const scores = given.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, values]) => values)
  const predicted =
    rows.predicted !== undefined
      ? indices(new Int32Array(rows.predicted.length), rows.predicted, indexOf)
      : mostProbable(scores, given, index)
  return {
    task: 'multiclass',
    classes,
    rows: rows.rows,
    labels: indices(new Int32Array(rows.labels.length), rows.labels, indexOf),
    ...(predicted && { predicted }),
    ...(scores.length > 0 && { scores }),
    ...(rows.weights && { weights: rows.weights }),
  }
}

function mostProbable(
  scores: readonly Float64Array[],
  given: readonly (readonly [string, Float64Array])[],
  index: ReadonlyMap<string, number>,
): Int32Array | undefined {
  if (scores.length === 0) return undefined
  return decideMulticlass(scores).map((best, row) =>
    scores.every((column) => Number.isFinite(column[row])) ? index.get(given[best]![0])! : -1,
  )
}

function regression(rows: PredictionRows, file: string): RegressionPredictions {
  if (!rows.predicted)
    throw inputError('missing-column', `${file} has no column of predicted numbers.`, {
      hint: 'Name it in modelassay.yml, as evaluate: {columns: {prediction: <its name>}}.',
      file,
    })
  const number = (cell: string | null) => (cell === null || cell.trim() === '' ? Number.NaN : Number(cell))
  const labels = Float64Array.from(rows.labels, number)
  const predicted = Float64Array.from(rows.predicted, number)
  refuseDecimalComma(rows.labels, labels, 'a label is', file)
  refuseDecimalComma(rows.predicted, predicted, 'a prediction is', file)
  return {
    task: 'regression',
    rows: rows.rows,
    labels,
    predicted,
    ...(rows.weights && { weights: rows.weights }),
  }
}
