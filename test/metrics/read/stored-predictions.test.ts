import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PredictionRows } from '../../../src/metrics/read/prediction-rows.ts'
import {
  readStoredPredictions,
  storedPredictionsFile,
  storePredictions,
} from '../../../src/metrics/read/stored-predictions.ts'

let file: string
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'modelassay-gate-stored-')), storedPredictionsFile('test'))
})
const kept = async (rows: PredictionRows) => {
  await storePredictions(file, rows)
  return readStoredPredictions(file, 'the base')
}

describe('predictions that are kept', () => {
  it('are a file named after their evaluation, of plain CSV', async () => {
    expect(storedPredictionsFile('holdout')).toBe('predictions-holdout.csv')
    await storePredictions(file, {
      rows: 2,
      ids: ['a', 'b,c'],
      labels: ['yes', 'no'],
      predicted: ['yes', null],
      score: Float64Array.of(0.1 + 0.2, Number.NaN),
    })
    expect(await readFile(file, 'utf8')).toBe(
      'id,label,prediction,score\na,yes,yes,0.30000000000000004\n"b,c",no,,\n',
    )
  })

  it('are read as they were, every digit and every column', async () => {
    const rows: PredictionRows = {
      rows: 3,
      ids: ['1', 'two "2"', 'three\nlines'],
      labels: ['a', 'b', 'a'],
      predicted: ['a', null, 'c, d'],
      score: Float64Array.of(1 / 3, Number.NaN, -1e-300),
      scores: { a: Float64Array.of(0.1, 0.2, 0.7), 'value:b': Float64Array.of(0.9, Number.NaN, 0.3) },
      weights: Float64Array.of(1, 2.5, 0),
      values: { cost: Float64Array.of(1e21, 0, Number.NaN) },
      attributes: { region: ['north', null, 'south'], 'score:x': ['1', '2', '3'] },
    }
    expect(await kept(rows)).toEqual(rows)
  })

  it('hold no more than they did', async () => {
    const rows: PredictionRows = { rows: 1, labels: ['a'] }
    expect(await kept(rows)).toEqual(rows)
  })

  it('are many, written in parts', async () => {
    const labels = Array.from({ length: 40_001 }, (_, row) => String(row))
    const found = await kept({ rows: labels.length, labels })
    expect(found.rows).toBe(40_001)
    expect(found.labels).toEqual(labels)
  })

  it.each([
    ['id,label\na,1\nb\n', 'line 3 is broken'],
    ['id,label\na,1\nb,1,2\n', 'line 3 is broken'],
    ['id,label\n"a"b,1\n', 'line 2 is broken'],
    ['id,prediction\na,1\n', 'it has no labels'],
    ['', 'it has no labels'],
  ])('cannot be read where they were damaged: %j', async (text, reason) => {
    await writeFile(file, text)
    await expect(readStoredPredictions(file, 'the base')).rejects.toMatchObject({
      code: 'predictions-unreadable',
      message: `the predictions kept with the base cannot be read: ${reason}`,
    })
  })
})
