import { inputError } from '../../errors.ts'
import { plainTables } from '../../metrics/read/prediction-tables.ts'
import { readPredictions } from '../../metrics/read/read-predictions.ts'
import { readStoredPredictions } from '../../metrics/read/stored-predictions.ts'
import type { PredictionsReader } from '../measure/predictions-reader.ts'

/** Predictions as a gate keeps them: its own columns, whatever the user's were called. */
export const storedReader: PredictionsReader = {
  read: ({ predictions }) => readStoredPredictions(predictions.path, predictions.label),
  close: () => {},
}

/** Predictions as a user writes them, in plain text: the data engine is native code, and no step with a token runs it. */
export const plainReader: PredictionsReader = {
  async read(source) {
    const rows = await readPredictions(plainTables, source)
    if (rows !== undefined) return rows
    throw inputError(
      'predictions-not-plain',
      `${source.predictions.label} is not plain CSV, which is all that is read where a run is judged again`,
      { hint: 'Keep it as CSV with commas and UTF-8.' },
    )
  },
  close: () => {},
}
