import { compareAll } from '../../src/evaluate-gate/compare/compare.ts'
import type { Contest } from '../../src/evaluate-gate/compare/contest.ts'
import type { ComparedEvaluation, MeasuredBaseline } from '../../src/evaluate-gate/measured.ts'
import type { Comparison } from '../../src/record/comparison.ts'
import type { Digest } from '../../src/record/digest.ts'
import type { Evaluation } from '../../src/record/evaluation.ts'
import { evaluation } from './an-evaluation.ts'

export const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest

/** What a baseline had on the test set. */
export const earlier = (given: Partial<ComparedEvaluation> = {}): ComparedEvaluation => ({
  name: 'test',
  comparable: true,
  rows: 100,
  metrics: { accuracy: 0.9 },
  undefined: [],
  sameTestSet: true,
  ...given,
})

export const baseline = (given: Partial<MeasuredBaseline> = {}): MeasuredBaseline => ({
  name: 'base',
  description: 'run 7',
  evaluations: [earlier()],
  ...given,
})

/** The outcome of a test, by its p-value that the model got worse. */
export const tested = (pLower: number, pHigher = 1 - pLower) => ({
  method: 'student',
  change: -0.1,
  interval: [-0.2, 0] as const,
  standardError: 0.05,
  pLower,
  pHigher,
})

export type Given = Partial<Contest> & {
  readonly evaluations?: Evaluation[]
  readonly modelDigest?: Digest
}

/** What is compared, without its sentence. */
export function compared({
  evaluations = [evaluation()],
  modelDigest,
  ...given
}: Given): Omit<Comparison, 'explanation'>[] {
  return sentences({ evaluations, ...(modelDigest && { modelDigest }), ...given }).map(
    ({ explanation: _, ...comparison }) => comparison,
  )
}

/** What is compared, of one evaluation by one rule beside one baseline where nothing else is given. */
export const sentences = ({ evaluations = [evaluation()], modelDigest, ...given }: Given): Comparison[] =>
  compareAll({
    candidate: { evaluations, ...(modelDigest && { modelDigest }) },
    baselines: [baseline()],
    rules: { accuracy: { max_worsening: 0.01 } },
    directions: { accuracy: 'higher', mae: 'lower' },
    ...given,
  })

export const zones = (given: Given) => compared(given).map(({ zone }) => zone)

/** What a comparison by the rule of {@link sentences} says of what it is. */
export const ofAccuracy = {
  rule: 'max_worsening',
  metric: 'accuracy',
  evaluation: 'test',
  direction: 'higher',
  rows: 100,
  allowed: 0.01,
}
