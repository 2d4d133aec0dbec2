import { type DependenceColumns, partitionsOf } from '../dependence.ts'
import type { Predictions, Task } from '../predictions.ts'
import type { PredictionRows } from '../read/prediction-rows.ts'
import { binaryPredictions } from './binary-predictions.ts'
import { multiclassPredictions } from './multiclass-predictions.ts'
import { rankingPredictions } from './ranking-predictions.ts'
import { regressionPredictions } from './regression-predictions.ts'
import { requireLabels } from './require-labels.ts'

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
      return binaryPredictions(rows, meaning.positive, file)
    case 'multiclass':
      return multiclassPredictions(rows, meaning.classes ?? [])
    case 'regression':
      return regressionPredictions(rows, file)
    case 'ranking':
      return rankingPredictions(rows, meaning.query, file)
  }
}
