import { expect, it } from 'vitest'
import { bench } from '../gate-run.ts'

it('metrics that are only said do not stand for predictions that the model before was measured by', async () => {
  const repository = await bench()
  const rows = (wrong: number) =>
    ['a,0', 'b,1', 'c,0'].map((row, i) => `${row},${i < wrong ? 2 : row.at(-1)}`).join('\n')
  const gate = { baselines: ['base'], rules: { accuracy: { max_worsening: 0.01 } } }
  const tabled = { data: { tables: { test: 'test.csv' } }, gate }
  await repository.write('test.csv', `id,label,x\n${rows(0)}\n`)
  await repository.write('predictions.csv', `id,label,prediction\n${rows(1)}\n`)
  const before = await repository.gate({ ...tabled, evaluate: { predictions: 'predictions.csv' } })
  await repository.write('metrics.json', '{"accuracy": 1}')
  const said = { ...tabled, evaluate: { metrics: 'metrics.json', task: 'binary' } }
  const { record } = await repository.gate(said, {
    base: { outcome: 'found', value: before.read },
    model: 'second',
  })
  expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
  expect(record.reason).toContain('evaluate.predictions')
})
