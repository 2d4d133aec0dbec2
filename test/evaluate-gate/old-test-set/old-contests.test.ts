import { expect, it } from 'vitest'
import type { Contest } from '../../../src/evaluate-gate/compare/contest.ts'
import type { ComparedEvaluation, MeasuredBaseline, OldTestSet } from '../../../src/evaluate-gate/measured.ts'
import { oldContests } from '../../../src/evaluate-gate/old-test-set/old-contests.ts'
import { sha256 } from '../../../src/record/digest.ts'
import { evaluation } from '../an-evaluation.ts'

const candidate = evaluation({
  name: 'old test of base',
  metrics: { accuracy: 0.8, model_bytes: 9 },
  undefined: [
    { metric: 'mcc', reason: 'one class' },
    { metric: 'roc_auc', reason: 'one class' },
  ],
})
const old: OldTestSet = {
  name: candidate.name,
  of: 'test',
  digest: sha256('old'),
  baselines: ['base'],
  candidate,
}
const side: ComparedEvaluation = {
  name: candidate.name,
  comparable: true,
  rows: 100,
  metrics: { accuracy: 0.9, f1: 0.9, roc_auc: 0.9, model_bytes: 9 },
  undefined: [],
  sameTestSet: true,
}
const now = { ...side, name: 'test' }
const base: MeasuredBaseline = { name: 'base', description: 'run 7', evaluations: [now], old: [side] }
const rules = {
  accuracy: { min: 0.9, max_worsening: 0.01, max_worsening_ratio: 0.1 },
  roc_auc: { must_improve: 0 },
  f1: { max_worsening: 0.01 },
  recall: { max_worsening: 0.01 },
  model_bytes: { max_worsening: 0 },
  brier: { max: 1 },
}
const contest = (given: Partial<Contest> = {}): Contest => ({
  candidate: { evaluations: [evaluation()] },
  old: [old],
  baselines: [base],
  rules,
  directions: {},
  ...given,
})
const contests = (given: Partial<Contest> = {}) => oldContests(contest(given), () => rules)
const changes = {
  accuracy: { max_worsening: 0.01, max_worsening_ratio: 0.1 },
  roc_auc: { must_improve: 0 },
}

it('on the test set of before rules ask of a change alone, and of what both sides have there', () => {
  const asked: string[] = []
  const found = oldContests(contest(), (of) => {
    asked.push(of)
    return rules
  })
  expect(found).toStrictEqual([
    {
      of: 'test',
      contest: {
        candidate: { evaluations: [candidate] },
        old: [old],
        baselines: [{ ...base, evaluations: [side] }],
        rules: changes,
        directions: {},
      },
    },
  ])
  expect(asked).toEqual(['test'])
})

it('a value that this model has not got there any more is asked for: it is no pass', () => {
  const gone = { ...candidate, metrics: {}, undefined: [{ metric: 'accuracy', reason: 'no rows' }] }
  const [found] = contests({ old: [{ ...old, candidate: gone }] })
  expect(found!.contest.rules).toStrictEqual({ accuracy: changes.accuracy })
})

it('its slices are held to changes too; what is asked of the model on its own test set is not asked again', () => {
  const own = {
    own: { test: rules },
    training: {},
    seeds: { evaluation: 'test' },
    fairness: {},
  } as unknown as Partial<Contest>
  const [found] = contests({ ...own, slices: { rules, minRows: 7 }, newErrors: { max: 3 } as never })
  expect(found!.contest.slices).toStrictEqual({ rules: changes, minRows: 7 })
  expect(found!.contest).toHaveProperty('newErrors')
  for (const key of Object.keys(own)) expect(found!.contest).not.toHaveProperty(key)
})

it('there is none without a value of this model, or of a baseline that is compared there', () => {
  const incomparable = { name: side.name, comparable: false as const, reason: 'rows differ', had: [] }
  const { candidate: _unknown, ...unknown } = old
  const { old: _none, ...without } = base
  for (const given of [
    { old: [{ ...unknown, why: 'it failed' }] },
    { baselines: [without] },
    { baselines: [{ ...base, old: [{ ...side, name: 'old test of production' }] }] },
    { baselines: [{ ...base, old: [incomparable] }] },
    { baselines: [{ name: 'base', outcome: 'lost' as const, description: 'it expired' }] as never },
  ])
    expect(contests(given)).toEqual([])
  const { old: _old, ...never } = contest()
  expect(oldContests(never, () => rules)).toEqual([])
  const other = { ...base, name: 'best', old: [incomparable, { ...side, name: 'another' }] }
  expect(contests({ baselines: [other, base] }).map((one) => one.contest.baselines[0]!.name)).toEqual([
    'base',
  ])
})
