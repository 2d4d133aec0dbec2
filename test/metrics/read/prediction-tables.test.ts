import { expect, it } from 'vitest'
import { plainTables } from '../../../src/metrics/read/prediction-tables.ts'
import { readPredictions } from '../../../src/metrics/read/read-predictions.ts'

it.each(['m.json', 'out/M.YAML', 'm.yml', 'm.toml'])(
  'a metrics file is no predictions: %s',
  async (label) => {
    const source = { predictions: { path: label, label }, evaluation: { columns: {} } }
    await expect(readPredictions(plainTables, source)).rejects.toMatchObject({
      code: 'unknown-format',
      message: `${label} is no table, and predictions are one, with a row for each.`,
      hint: expect.stringContaining('evaluate.metrics (--metrics)'),
      place: { file: label },
    })
  },
)
