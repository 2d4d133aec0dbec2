import { beforeEach, describe, expect, it } from 'vitest'
import type { BaselineSource } from '../../../src/evaluate-gate/baselines/find-baselines.ts'
import {
  earlierUses,
  uncounted,
  withOldUses,
  withUses,
  wornOut,
} from '../../../src/evaluate-gate/baselines/test-set-uses.ts'
import type { BaselineRequest } from '../../../src/evaluate-gate/request.ts'
import type { OldTestSetRecord } from '../../../src/record/old-test-set.ts'
import { gateRecord } from '../../report/gate-records.ts'
import { type Bench, bench, type GateRun } from '../gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

const predictions = (name = 'r') =>
  `id,label,prediction\n${Array.from({ length: 100 }, (_, i) => `${name}${i},${i % 2},${i % 2}`).join('\n')}\n`

async function gate(before: GateRun | undefined, more: object = {}, text = predictions()) {
  await repository.write('predictions.csv', text)
  return repository.gate(
    {
      evaluate: { predictions: 'predictions.csv' },
      gate: { baselines: ['base'], rules: { accuracy: { max_worsening: 0.01, min: 0.5 } }, ...more },
    },
    { model: 'any', ...(before && { base: { outcome: 'found' as const, value: before.read } }) },
  )
}

describe('the use of a test set', () => {
  it('is counted on from the last accepted run', async () => {
    const first = await gate(undefined)
    expect(first.record.evaluations![0]).not.toHaveProperty('uses')
    const second = await gate(first)
    expect(second.record.evaluations![0]!.uses).toBe(2)
    const third = await gate(second)
    expect(third.record.evaluations![0]!.uses).toBe(3)
    expect(third.record.reason).not.toContain('fit it by chance')
  })

  it('goes with what each of those runs reached', async () => {
    const third = await gate(await gate(await gate(undefined)))
    expect(third.record.observed.trend).toMatchObject([
      { metrics: { accuracy: 1 } },
      { metrics: { accuracy: 1 } },
    ])
  })

  it('begins anew with another test set', async () => {
    const second = await gate(await gate(undefined))
    const other = await gate(second, {}, predictions('q'))
    expect(other.record.evaluations![0]!.uses).toBe(1)
  })

  it('past its budget is warned of, and blocks nothing', async () => {
    const second = await gate(await gate(undefined), { test_set_budget: 2 })
    expect(second.log.join()).not.toContain('test_set_budget')
    const { record, log } = await gate(second, { test_set_budget: 2 })
    expect(record).toMatchObject({ verdict: 'pass', passes: true })
    expect(record.reason).toContain('has judged 3 accepted models, more than gate.test_set_budget (2)')
    expect(log.join()).toContain('warning: The test set of test has judged 3 accepted models')
  })

  it('is counted where no rule compares, too', async () => {
    const bounds = { rules: { accuracy: { min: 0.5 } }, test_set_budget: 1 }
    const second = await gate(await gate(undefined, bounds), bounds)
    expect(second.record).toMatchObject({ verdict: 'pass', passes: true })
    expect(second.record.reason).toContain('has judged 2 accepted models, more than gate.test_set_budget (1)')
  })

  it('cannot have a budget where nothing says what it was before', async () => {
    await expect(
      gate(undefined, { baselines: [], rules: { accuracy: { min: 0.5 } }, test_set_budget: 3 }),
    ).rejects.toMatchObject({ code: 'no-baselines' })
    await repository.write('predictions.csv', predictions())
    const { record } = await repository.gate(
      {
        evaluate: { predictions: 'predictions.csv' },
        gate: { baselines: ['base'], rules: { accuracy: { min: 0.5 } }, test_set_budget: 3 },
      },
      { base: { outcome: 'lost', reason: 'its artifact expired', hint: 'Run it again.' } },
    )
    expect(record.reason).toContain('cannot be told: its artifact expired.')
  })
})

describe('the count of uses', () => {
  const [evaluation] = gateRecord().evaluations!
  const of = (identity: object, uses?: number) =>
    ({ ...evaluation!, identity, ...(uses !== undefined && { uses }) }) as typeof evaluation & object
  const content = (value: string) => ({ kind: 'content' as const, value })

  it('is what the last accepted run says, and no other baseline', () => {
    const source = (record: object) => ({ gate: { record } }) as unknown as BaselineSource
    const judged = source({ evaluations: [of(content('a'), 4), of(content('b'))] })
    const named = (name: string, kind = 'record') => ({ kind, name }) as BaselineRequest
    const uses = [
      { identity: content('a'), uses: 4 },
      { identity: content('b'), uses: 1 },
    ]
    const other = source({ evaluations: [of(content('a'), 9)] })
    expect(
      earlierUses(
        new Map([
          [named('production'), other],
          [named('base'), judged],
        ]),
      ),
    ).toEqual(uses)
    expect(
      earlierUses(
        new Map([
          [named('base', 'file'), other],
          [named('production'), judged],
        ]),
      ),
    ).toBeUndefined()
    expect(earlierUses(new Map([[named('base'), source({})]]))).toBeUndefined()
  })

  it('goes on with a test set of before that models are still evaluated on, and back to it', () => {
    const old = (uses?: number, metrics: object | false = { accuracy: 1 }) =>
      [
        {
          name: 'old test of base',
          evaluation: 'test',
          baselines: ['base', 'production'],
          identity: content('a'),
          ...(metrics && { metrics }),
          ...(uses !== undefined && { uses }),
        },
      ] as OldTestSetRecord[]
    const told = (records: readonly OldTestSetRecord[]) =>
      earlierUses(
        new Map([
          [
            { kind: 'record', name: 'base' } as BaselineRequest,
            {
              gate: { record: { evaluations: [of(content('b'))], old_test_sets: records } },
            } as unknown as BaselineSource,
          ],
        ]),
      )!
    const first = withOldUses(old(), [{ identity: content('a'), uses: 5 }])
    expect(first[0]!.uses).toBe(6)
    expect(withOldUses(old(), told(first))[0]!.uses).toBe(7)
    expect(withUses([of(content('a'))], told(first))[0]!.uses).toBe(7)
    const notEvaluated = withOldUses(old(undefined, false), told(first))
    expect(notEvaluated[0]!.uses).toBe(6)
    expect(told(old())).toContainEqual({ identity: content('a'), uses: 1 })
    expect(told(old(undefined, false))).toHaveLength(1)
    expect(withOldUses(old(), undefined)[0]).not.toHaveProperty('uses')
    expect(withOldUses(old(undefined, false), [])[0]).not.toHaveProperty('uses')
    expect(wornOut([], first, 5)).toEqual([
      'The test set of test that base and production were judged on has judged 6 accepted models, more than gate.test_set_budget (5): models come to fit it by chance, so judge on rows that none has been chosen by.',
    ])
    expect([...wornOut([], first, 6), ...wornOut([], notEvaluated, 5)]).toEqual([])
  })

  it('goes on by the very test set, and is none where nobody knows which it is', () => {
    const used = (identity: object, ...earlier: { identity: object; uses: number }[]) =>
      withUses([of(identity)], earlier as never)[0]!.uses
    const earlier = [
      { identity: content('a'), uses: 3 },
      { identity: content('a'), uses: 2 },
      { identity: { kind: 'git', value: 'a' }, uses: 8 },
      { identity: { kind: 'none' }, uses: 8 },
    ]
    expect(used(content('a'), ...earlier)).toBe(4)
    expect(used(content('b'), ...earlier)).toBe(1)
    expect(used({ kind: 'none' }, ...earlier)).toBeUndefined()
    expect(used({ kind: 'none', value: 'a' }, ...earlier)).toBeUndefined()
    expect(used({ kind: 'content' }, ...earlier)).toBeUndefined()
    expect(withUses([of(content('a'))], undefined)[0]).not.toHaveProperty('uses')
  })

  it('is warned of where there is a budget alone, past it or where it cannot be told', () => {
    const one = (uses?: number) => [of(content('a'), uses)]
    expect(wornOut(one(3), [], 2)).toHaveLength(1)
    expect([...wornOut(one(2), [], 2), ...wornOut(one(3), [], undefined), ...wornOut(one(), [], 2)]).toEqual(
      [],
    )
    const missing = (name: string, outcome: 'lost' | 'never') => [{ name, outcome, reason: 'it expired' }]
    expect(uncounted(missing('base', 'lost'), 2)).toEqual([
      'How many models the test set has judged (gate.test_set_budget) cannot be told: it expired.',
    ])
    expect([
      ...uncounted(missing('base', 'lost'), undefined),
      ...uncounted(missing('base', 'never'), 2),
      ...uncounted(missing('production', 'lost'), 2),
    ]).toEqual([])
  })
})
