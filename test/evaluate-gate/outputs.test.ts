import { expect, it } from 'vitest'
import { comparisonsOutput, metricsOutput } from '../../src/evaluate-gate/outputs.ts'
import { gateRecord, noWorse } from '../report/gate-records.ts'

const named = (metric: string, explanation = '') => noWorse({ metric, explanation })
const metrics = (text: string) => (JSON.parse(text) as { metric: string }[]).map(({ metric }) => metric)

it('comparisons are given as JSON, those that decided first', () => {
  const comparisons = ['a', 'b', 'c'].map((metric) => named(metric))
  expect(metrics(comparisonsOutput(gateRecord({ comparisons, decided_by: [2] })))).toEqual(['c', 'a', 'b'])
  expect(JSON.parse(comparisonsOutput(gateRecord({ comparisons })))).toEqual(comparisons)
  const { comparisons: _none, decided_by: _nothing, ...record } = gateRecord()
  expect(comparisonsOutput(record)).toBe('[]')
})

it('comparisons that would not fit into a variable are left out, the last first', () => {
  const left = (bytes: number) => {
    const short = JSON.stringify([named('a')]).length
    const text = comparisonsOutput(
      gateRecord({ comparisons: [named('a', 'é'.repeat((bytes - short) / 2)), named('b'), named('c')] }),
    )
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(30_000)
    return metrics(text)
  }
  expect(left(1000)).toEqual(['a', 'b', 'c'])
  const other = JSON.stringify(named('b')).length
  expect(left(29_990 - other)).toEqual(['a', 'b'])
  expect(left(29_990)).toEqual(['a'])
  expect(left(30_010)).toEqual([])
})

it('metrics are given as JSON, and as nothing where there are none', () => {
  expect(JSON.parse(metricsOutput(gateRecord()))).toEqual(gateRecord().metrics)
  const { metrics: _none, ...record } = gateRecord()
  expect(metricsOutput(record)).toBe('')
})
