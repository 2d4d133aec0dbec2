import { expect, it } from 'vitest'
import { nextSteps } from '../../src/report/next-steps.ts'
import { gateRecord, noWorse } from './gate-records.ts'

it('says that a model is no better than a naive one only where it is none', () => {
  const beside = (change: number) =>
    nextSteps(
      gateRecord({
        verdict: 'fail',
        passes: false,
        comparisons: [
          noWorse({
            rule: 'better_than_naive',
            zone: 'below-bound',
            allowed: -0.5,
            change,
            direction: 'higher',
          }),
        ],
        decided_by: [0],
      }),
    )
  expect(beside(0.4)).toEqual([
    'Improve accuracy further, or lower better_than_naive in a change of its own.',
  ])
  for (const change of [0, -0.1])
    expect(beside(change)).toEqual([expect.stringContaining('does not look at its inputs is as good')])
})
