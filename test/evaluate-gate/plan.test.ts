import { describe, expect, it } from 'vitest'
import { evaluationCommands, evaluationRequests } from '../../src/evaluate-gate/evaluation-work.ts'
import { comparisonsOutput } from '../../src/evaluate-gate/outputs.ts'
import { gateRecord, noWorse } from '../report/gate-records.ts'
import { projectOf } from './gate-run.ts'

const evaluate = { run: 'python predict.py', predictions: 'out/predictions.csv' }

describe("the user's evaluation", () => {
  it('gets the model, and owes the predictions', () => {
    const [command] = evaluationCommands(projectOf('/r', { evaluate }), '/temp/model')
    expect(command).toMatchObject({
      id: 'evaluate test',
      run: 'python predict.py',
      cwd: '/r',
      env: {
        MODELASSAY_NAME: 'penguins',
        MODELASSAY_MODEL_DIR: '/temp/model',
        MODELASSAY_EVALUATION: 'test',
      },
      clears: ['/r/out/predictions.csv'],
      produces: [{ path: '/r/out/predictions.csv', what: 'predictions' }],
    })
  })

  it('keeps a metrics file that training wrote', () => {
    const metrics = { evaluate: { ...evaluate, metrics: 'metrics.json' }, train: { metrics: 'metrics.json' } }
    expect(evaluationCommands(projectOf('/r', metrics), '/m')[0]!.clears).toEqual(['/r/out/predictions.csv'])
    const own = { evaluate: { ...evaluate, metrics: 'eval.json' }, train: { metrics: 'metrics.json' } }
    expect(evaluationCommands(projectOf('/r', own), '/m')[0]!.clears).toContain('/r/eval.json')
  })

  it('is none where predictions are handed over', () => {
    expect(evaluationCommands(projectOf('/r', { evaluate: { predictions: 'p.csv' } }), undefined)).toEqual([])
  })

  it('is on the only test table, or on the one of its name', () => {
    const tableOf = (config: object) =>
      evaluationRequests(projectOf('/r', config)).map(({ testTable }) => testTable?.place.path)
    const p = { predictions: 'p.csv' }
    expect(tableOf({ evaluate: p, data: { tables: { test: 't.csv', train: 'x.csv' } } })).toEqual(['t.csv'])
    const both = { new: { path: 'n.csv', role: 'test' }, old: { path: 'o.csv', role: 'test' } }
    expect(tableOf({ evaluations: { old: p, other: p }, data: { tables: both } })).toEqual([
      'o.csv',
      undefined,
    ])
  })
})

it('the output of comparisons is capped, what decided first', () => {
  const comparisons = Array.from({ length: 200 }, (_, i) => noWorse({ metric: `m${i}` }))
  const output = comparisonsOutput(gateRecord({ comparisons, decided_by: [150] }))
  expect(Buffer.byteLength(output)).toBeLessThanOrEqual(30_000)
  const read = JSON.parse(output) as { metric: string }[]
  expect(read.length).toBeGreaterThan(20)
  expect(read.slice(0, 2).map(({ metric }) => metric)).toEqual(['m150', 'm0'])
})
