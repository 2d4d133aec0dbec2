import { inputError } from '../../errors.ts'
import { counted, grouped } from '../../report/number.ts'
import type { PredictionRows } from '../read/prediction-rows.ts'

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
