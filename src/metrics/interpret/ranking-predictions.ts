import { configurationError, inputError } from '../../errors.ts'
import type { RankingPredictions } from '../predictions.ts'
import type { PredictionRows } from '../read/prediction-rows.ts'
import { refuseDecimalComma } from '../read/refuse-decimal-comma.ts'

/**
 * What the texts of a ranking mean.
 * @param name of the attribute that says to which query a row belongs
 * @throws AssayError configuration `query-unknown`; input `missing-column`, `missing-query`
 */
export function rankingPredictions(
  rows: PredictionRows,
  name: string | undefined,
  file: string,
): RankingPredictions {
  if (name === undefined)
    throw configurationError('query-unknown', `${file}: which rows of a ranking belong to one query?`, {
      hint: 'Name the column that says so in modelassay.yml, as evaluate: {columns: {query: <its name>}}.',
    })
  if (!rows.score)
    throw inputError('missing-column', `${file} has no column of scores to rank by.`, {
      hint: 'Name it in modelassay.yml, as evaluate: {columns: {score: <its name>}}.',
      file,
    })
  const queries = new Map<string, number>()
  const query = new Uint32Array(rows.rows)
  const cells = rows.attributes?.[name] ?? []
  for (let row = 0; row < rows.rows; row++) {
    const cell = cells[row] ?? ''
    if (cell.trim() === '')
      throw inputError(
        'missing-query',
        `${file}: a row has no ${JSON.stringify(name)}, which names its query.`,
        {
          hint: 'Give every row the query that it belongs to.',
          file,
        },
      )
    const known = queries.get(cell) ?? queries.size
    queries.set(cell, known)
    query[row] = known
  }
  const number = (cell: string | null) => (cell === null || cell.trim() === '' ? Number.NaN : Number(cell))
  const labels = Float64Array.from(rows.labels.map(number))
  refuseDecimalComma(rows.labels, labels, 'a label is', file)
  return {
    task: 'ranking',
    rows: rows.rows,
    labels,
    score: rows.score,
    query,
    queries: queries.size,
    ...(rows.weights && { weights: rows.weights }),
  }
}
