import { describe, expect, it } from 'vitest'
import type { ComparedEvaluation, MeasuredBaseline, OldTestSet } from '../../../src/evaluate-gate/measured.ts'
import {
  oldTestSetDoubts,
  oldTestSetRecords,
  reachedOn,
  withOldOutcomes,
} from '../../../src/evaluate-gate/old-test-set/told-old-test-sets.ts'
import { sha256 } from '../../../src/record/digest.ts'
import type { OldTestSetRecord } from '../../../src/record/old-test-set.ts'
import type { Outcome } from '../../../src/stage/work.ts'
import { evaluation } from '../an-evaluation.ts'

const name = 'old test of base'
const candidate = evaluation({ name, undefined: [{ metric: 'roc_auc', reason: 'one class' }], trained_on: 2 })
const bare: OldTestSet = { name, of: 'test', digest: sha256('old'), baselines: ['base'] }
const found: OldTestSet = { ...bare, candidate }
const plan = { name, prepare: 'prepare it', commands: ['evaluate it'] }
const done: Outcome[] = [
  { id: 'prepare it', status: 'done', seconds: 0, result: { settled: false } },
  { id: 'evaluate it', status: 'done', seconds: 0 },
]

describe('what was measured on a test set of before', () => {
  it('counts where all that was planned for it went well', () => {
    expect(withOldOutcomes([found], [{ ...plan, name: 'another' }, plan], done)).toStrictEqual([found])
  })

  it('does not count where a command failed after it wrote predictions, or nothing was planned', () => {
    const failed = done.map((one) => (one.id === 'evaluate it' ? { ...one, status: 'failed' as const } : one))
    const why = expect.stringContaining('its code')
    expect(withOldOutcomes([found], [plan], failed)).toStrictEqual([{ ...bare, why }])
    expect(withOldOutcomes([found], [], done)).toStrictEqual([{ ...bare, why: 'nothing was planned for it' }])
    expect(withOldOutcomes([found], [plan], [])).toStrictEqual([
      { ...bare, why: 'its worktree was not made' },
    ])
  })

  it('does not count where it is known why not, or there is nothing', () => {
    const lost = { ...bare, why: 'its rows are gone' }
    expect(withOldOutcomes([{ ...found, why: 'its rows are gone' }], [plan], done)).toStrictEqual([lost])
    expect(withOldOutcomes([lost], [], done)).toStrictEqual([lost])
    expect(withOldOutcomes([bare], [plan], done)).toStrictEqual([{ ...bare, why: 'it has no values' }])
  })
})

const compared: ComparedEvaluation = {
  name,
  comparable: true,
  rows: 100,
  metrics: { accuracy: 0.9 },
  undefined: [],
  sameTestSet: true,
}
const lacking = { name, comparable: false as const, reason: 'rows differ', had: [] }
const baseline = (called: string, old?: MeasuredBaseline['old']): MeasuredBaseline => ({
  name: called,
  description: 'run 7',
  evaluations: [],
  ...(old && { old }),
})

describe('what is recorded of it', () => {
  const recorded = {
    name,
    evaluation: 'test',
    identity: { kind: 'content', value: sha256('old') },
    baselines: ['base'],
  }
  const values = {
    rows: 100,
    metrics: { accuracy: 0.8 },
    undefined: candidate.undefined,
    trained_on: 2,
  }
  const of = (one: OldTestSet, ...baselines: MeasuredBaseline[]) => oldTestSetRecords([one], baselines)[0]

  it('are the values of this model, or why there are none', () => {
    const missing = { name: 'best', outcome: 'lost', description: 'gone' } as never
    expect(of(found, missing, baseline('base', [compared]))).toStrictEqual({ ...recorded, ...values })
    expect(of({ ...bare, why: 'it\u0007failed' })).toStrictEqual({
      ...recorded,
      why: expect.stringMatching(/^it.+failed$/),
    })
    expect(of({ ...bare, why: 'it\u0007failed' })!.why).not.toContain('\u0007')
  })

  it('is told where it is not compared with every baseline', () => {
    const why = (...baselines: MeasuredBaseline[]) => of(found, ...baselines)!.why
    expect(why(baseline('base', [lacking]))).toBe('rows differ')
    expect(why(baseline('best', [{ ...lacking, name: 'another' }]), baseline('base', [lacking]))).toBe(
      'rows differ',
    )
    expect(why(baseline('base', [compared]), baseline('best', [lacking]))).toBe('against best, rows differ')
    expect(why(baseline('base', [compared]), baseline('best'))).toBeUndefined()
    expect(of({ ...found, why: 'it failed' }, baseline('base', [lacking]))!.why).toBe('it failed')
  })
})

describe('what a baseline reached on it', () => {
  it('stands where this model was evaluated there too', () => {
    const flips = { fixed: { rows: 1 }, broken: { rows: 2 } } as never
    expect(reachedOn({ old: [{ ...compared, flips, trainedOn: 0 }] }, [bare, found])).toStrictEqual({
      old_test_sets: [{ name, metrics: { accuracy: 0.9 }, flips, trained_on: 0 }],
    })
    expect(reachedOn({ old: [compared] }, [found])).toStrictEqual({
      old_test_sets: [{ name, metrics: { accuracy: 0.9 } }],
    })
  })

  it('does not stand otherwise', () => {
    expect(reachedOn({ old: [compared] }, [bare])).toStrictEqual({})
    expect(reachedOn({ old: [compared] }, [{ ...found, name: 'another' }])).toStrictEqual({})
    expect(reachedOn({ old: [lacking] }, [found])).toStrictEqual({})
    expect(reachedOn({}, [found])).toStrictEqual({})
  })
})

describe('what is said of it in the verdict', () => {
  const record: OldTestSetRecord = {
    name,
    evaluation: 'test',
    identity: { kind: 'content', value: sha256('old') },
    baselines: ['base'],
    rows: 40,
    metrics: { accuracy: 0.8 },
    trained_on: 0,
  }
  const said = (given: Partial<OldTestSetRecord>, without: readonly (keyof OldTestSetRecord)[] = []) =>
    oldTestSetDoubts([
      Object.fromEntries(
        Object.entries({ ...record, ...given }).filter(([key]) => !without.includes(key)),
      ) as OldTestSetRecord,
    ])

  it('is nothing where it says all of this model, or has no rows', () => {
    expect(said({})).toEqual([])
    for (const key of ['rows', 'metrics'] as const) expect(said({}, [key, 'trained_on'])).toEqual([])
    expect(said({ rows: 0 }, ['trained_on'])).toEqual([])
  })

  it('is that it says nothing, and why', () => {
    expect(said({ why: 'it failed', baselines: ['base', 'best'] })).toEqual([
      'Whether this model is worse on the test set of test that base and best were judged on is not known: it failed.',
    ])
  })

  it('is that rows of it were trained on, or that this cannot be told', () => {
    expect(said({ trained_on: 2 })).toEqual([
      '2 rows of 40 of the test set of test that base was judged on are among those that this model was trained on; they are left out of the comparisons there.',
    ])
    expect(said({}, ['trained_on'])).toEqual([
      'Whether rows of the test set of test that base was judged on are among those that this model was trained on cannot be told: there it may look better than it is.',
    ])
  })
})
