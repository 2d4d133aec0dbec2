import { beforeEach, expect, it } from 'vitest'
import { type Bench, bench } from './gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

/** 60 rows of 12 patients, five of each; the first patients are predicted wrong. */
const predictions = (wrong: number, patient = (row: number) => String(Math.floor(row / 5))) =>
  `id,patient,label,prediction\n${Array.from({ length: 60 }, (_, row) => {
    const label = row % 2
    return `${row},${patient(row)},${label},${row < 5 * wrong ? 1 - label : label}`
  }).join('\n')}\n`

const config = (more: object = {}) => ({
  evaluate: { predictions: 'new.csv', columns: { group: 'patient' }, ...more },
  gate: { baselines: ['file:old.csv'], rules: { accuracy: { max_worsening: 0.02 } } },
})

it('counts patients, not their rows', async () => {
  await repository.write('new.csv', predictions(2))
  await repository.write('old.csv', predictions(0))
  const apart = await repository.gate({ ...config(), evaluate: { predictions: 'new.csv' } })
  expect(apart.record.comparisons![0]).toMatchObject({ zone: 'worse', method: 'tango+mcnemar' })
  const { record } = await repository.gate(config())
  expect(record.comparisons![0]).toMatchObject({ zone: 'beyond', method: 'tango+mcnemar+clusters' })
  expect(record.comparisons![0]!.p_value).toBeGreaterThan(0.05)
})

it('takes the groups from the table of labels', async () => {
  const [header, ...lines] = predictions(0).trimEnd().split('\n')
  const truth = [header, ...lines].map((line = '') => line.split(',').slice(0, 3).join(',')).join('\n')
  await repository.write('truth.csv', `${truth}\n`)
  // In the predictions every row is a patient of its own, which would make the test too sure.
  await repository.write('new.csv', predictions(2, String))
  await repository.write('old.csv', predictions(0))
  const tables = { data: { tables: { test: 'truth.csv' } } }
  const { record } = await repository.gate({
    ...tables,
    ...config({ truth: { table: 'test', column: 'label', id: 'id' } }),
  })
  expect(record.comparisons![0]).toMatchObject({ zone: 'beyond', method: 'tango+mcnemar+clusters' })
})

it('takes the groups of a baseline file from that table, too', async () => {
  const columns = (text: string, ...kept: readonly number[]) =>
    text.replace(/.+/g, (line) => kept.map((at) => line.split(',')[at]).join(','))
  await repository.write('truth.csv', columns(predictions(0), 0, 1, 2))
  await repository.write('new.csv', columns(predictions(2), 0, 3))
  await repository.write('old.csv', columns(predictions(0), 0, 3))
  const { record } = await repository.gate({
    data: { tables: { test: 'truth.csv' } },
    ...config({ truth: { table: 'test', column: 'label', id: 'id' } }),
  })
  expect(record.comparisons![0]).toMatchObject({ zone: 'beyond', method: 'tango+mcnemar+clusters' })
})

it.each([['another baseline file', predictions(0, String), 'the values of "patient"']])(
  'compares no rows that were put into other groups: %s',
  async (_what, old, reason) => {
    await repository.write('new.csv', predictions(2))
    await repository.write('old.csv', old)
    const { record } = await repository.gate(config())
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
    expect(record.reason).toContain(reason)
  },
)

it('keeps the groups with the predictions, so that a later run cannot move rows', async () => {
  await repository.write('new.csv', predictions(0))
  const { read } = await repository.gate({
    ...config(),
    gate: { baselines: [], rules: { accuracy: { min: 0.5 } } },
  })
  await repository.write(
    'new.csv',
    predictions(2, () => 'all'),
  )
  const { record } = await repository.gate(
    { ...config(), gate: { baselines: ['base'], rules: { accuracy: { max_worsening: 0.02 } } } },
    { base: { outcome: 'found', value: read } },
  )
  expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
})

it('misses a column that is not there', async () => {
  await repository.write('new.csv', predictions(0))
  await repository.write('old.csv', predictions(0))
  await expect(repository.gate(config({ columns: { time: 'at' } }))).rejects.toThrow(
    'new.csv has no column "at"',
  )
})

it.each([
  ['accuracy', 'binary', 'tango+mcnemar+clusters'],
  ['mae', 'regression', 'student+clusters'],
  ['ndcg', 'ranking', 'student+clusters'],
])('counts patients beside a naive model, too: %s', async (metric, task, method) => {
  // 40 rows of 8 patients: all rows of six are right, and of two wrong.
  const rows = Array.from({ length: 40 }, (_, row) => {
    const [patient, label] = [Math.floor(row / 5), row % 2]
    const said = patient < 2 ? 1 - label : label
    return `${row},${patient},${Math.floor(row / 2)},${label},${said},${said}`
  })
  await repository.write('new.csv', `id,patient,query,label,prediction,score\n${rows.join('\n')}\n`)
  const beside = async (group?: string) => {
    const columns = { ...(group && { group }), ...(task === 'ranking' && { query: 'query' }) }
    const { record } = await repository.gate({
      evaluate: { predictions: 'new.csv', task, columns },
      gate: { baselines: [], rules: { [metric]: { better_than_naive: 0 } } },
    })
    return record.comparisons![0]!
  }
  const [apart, together] = [await beside(), await beside('patient')]
  expect(apart.zone).toBe('no-worse')
  expect(together).toMatchObject({ method, change: apart.change })
  expect(together.p_value).toBeGreaterThan(apart.p_value! * 2)
})
