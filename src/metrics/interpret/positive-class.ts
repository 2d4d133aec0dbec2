import { didYouMean } from '../../config/suggest.ts'
import { configurationError, inputError } from '../../errors.ts'
import { someClasses } from '../class-list.ts'
import { classText, type PredictionRows } from '../read/prediction-rows.ts'
import { distinctClasses } from './classes-of.ts'
import { rarestLabel } from './rarest-label.ts'

/**
 * The class that binary metrics are about.
 * @param file that the labels are of
 * @throws AssayError input `not-binary`; configuration `positive-unknown`
 */
export function positiveClass(rows: PredictionRows, asked: string | undefined, file: string): string {
  const labels = distinctClasses(rows.labels)
  if (labels.length > 2)
    throw inputError(
      'not-binary',
      `${file}: a binary task has two classes, but there are ${labels.length} labels: ${someClasses(labels)}${rarestLabel(rows)}.`,
      {
        hint: labels.some(isFraction)
          ? 'Set evaluate.task: regression, which is of numbers, or mend the labels.'
          : 'Set evaluate.task: multiclass, or mend the labels.',
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

/** A class is hardly written so. */
const isFraction = (label: string) =>
  label !== '' && !Number.isInteger(Number(label)) && Number.isFinite(Number(label))
