import { configurationError } from '../errors.ts'
import { grouped } from '../report/number.ts'
import type { Task } from './predictions.ts'
import { classText, type PredictionRows } from './read/prediction-rows.ts'
import { taskToGive } from './task-to-give.ts'

interface Asked {
  readonly task?: string
  readonly positive?: string
}

const zeroOne = new Set(['0', '1', 'true', 'false'])

/**
 * What kind of question the predictions answer: as configured, or as the labels leave no doubt.
 * @param file named in errors
 * @throws AssayError configuration `task-unknown`, `task-not-supported`
 */
export function taskOf(
  { labels, score, scores }: PredictionRows,
  { task, positive }: Asked,
  file: string,
): Task {
  if (task === 'binary' || task === 'multiclass' || task === 'regression' || task === 'ranking') return task
  if (task !== undefined)
    throw configurationError('task-not-supported', `predictions of a ${task} task cannot be judged yet`, {
      hint: 'Report the metrics in a file and name it with evaluate.metrics instead of evaluate.predictions.',
    })
  if (positive !== undefined) return 'binary'
  if (scores !== undefined) return 'multiclass'
  const values = new Set([...new Set(labels)].map((label) => (label === null ? '' : classText(label))))
  if ([...values].every((value) => zeroOne.has(value))) return 'binary'
  const numeric = [...values].every((value) => value !== '' && Number.isFinite(Number(value)))
  if (numeric && [...values].some((value) => !Number.isInteger(Number(value)))) return 'regression'
  if (!numeric && values.size > 2 && score === undefined) return 'multiclass'
  const written = [...values].filter((value) => value !== '')
  const said = written.length === 1 ? 'the only label' : `the ${grouped(written.length)} different labels`
  const areNumbers = written.every((value) => Number.isFinite(Number(value)))
  const unclear = areNumbers
    ? 'whether they are classes or numbers'
    : written.length > 2
      ? 'which of them the one score is of'
      : 'which counts as positive'
  throw configurationError(
    'task-unknown',
    `${said} of ${file} ${written.length === 1 ? 'does' : 'do'} not say ${unclear}`,
    { hint: taskToGive(written, areNumbers) },
  )
}
