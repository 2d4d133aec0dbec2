import { expect, it } from 'vitest'
import { takenAsRecorded } from '../../../src/evaluate-gate/again/taken-as-recorded.ts'
import type { Measured } from '../../../src/evaluate-gate/measured.ts'
import type { Evaluation } from '../../../src/record/evaluation.ts'
import { gateRecord } from '../../report/gate-records.ts'
import { projectOf } from '../gate-run.ts'

const truth = { table: 'test', column: 'y', id: 'id' }
const project = (gate: object = {}) =>
  projectOf('/r', {
    evaluations: {
      test: { predictions: 'p.csv', truth },
      more: { predictions: 'q.csv', truth },
      own: { predictions: 'o.csv' },
    },
    data: { tables: { test: { path: 't.csv', role: 'test' } } },
    gate,
  })
const evaluation = (name: string, change: Partial<Evaluation> = {}): Evaluation => ({
  ...gateRecord().evaluations![0]!,
  name,
  ...change,
})
const taken = (
  evaluations: readonly Evaluation[],
  {
    gate,
    seeds,
    unknown = [],
  }: { gate?: object; seeds?: Measured['seeds']; unknown?: readonly string[] } = {},
) => takenAsRecorded(project(gate), { evaluations: [...evaluations], ...(seeds && { seeds }) }, unknown)

it('nothing is taken where all can be computed', () => {
  expect(taken([evaluation('own')])).toEqual([])
  expect(taken([evaluation('constructor')])).toEqual([])
})

it('what is taken is said, each once', () => {
  const by = (...names: string[]) => names.map((by) => ({ by, groups: [] }))
  const evaluations = [
    evaluation('own', { reported: ['latency', 'size'], fairness: by('sex', 'age') }),
    evaluation('own', { reported: ['size'], fairness: by('sex') }),
  ]
  expect(taken(evaluations, { unknown: ['own', 'test'] })).toEqual([
    'the rows and labels of own, test',
    'who belongs to which group by sex, age',
    'the values of latency, size',
  ])
})

it('seeds are taken where a rule asks for them and they are there', () => {
  const gate = { seeds: { least: 2 } }
  expect(taken([], { gate, seeds: { accuracy: [1, 1] } })).toEqual(['the predictions of its seeds'])
  expect(taken([], { gate, seeds: 'none were kept' })).toEqual([])
  expect(taken([], { gate })).toEqual([])
  expect(taken([], { seeds: { accuracy: [1, 1] } })).toEqual([])
})

it('what training saw is taken of each evaluation whose labels come from a table', () => {
  expect(taken([evaluation('test'), evaluation('more', { trained_on: 1200 }), evaluation('own')])).toEqual([
    'whether its training saw rows of test, of which it says nothing',
    expect.stringMatching(/^how many rows of more its training saw \(1.?200\)$/),
  ])
})
