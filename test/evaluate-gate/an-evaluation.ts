import type { Evaluation } from '../../src/record/evaluation.ts'

/** A model of which nothing but its accuracy is known. */
export const evaluation = (given: Partial<Evaluation> = {}): Evaluation => ({
  name: 'test',
  identity: { kind: 'none' },
  rows: 100,
  task: 'binary',
  metrics: { accuracy: 0.8 },
  undefined: [],
  ...given,
})
