import { describe, expect, it } from 'vitest'
import type { MeasuredBaseline } from '../../../src/evaluate-gate/measured.ts'
import { rerunItems, withRerunOutcomes } from '../../../src/evaluate-gate/rerun/rerun-outcomes.ts'
import { sha256 } from '../../../src/record/digest.ts'
import type { Outcome } from '../../../src/stage/work.ts'

const side = {
  name: 'test',
  comparable: true as const,
  rows: 10,
  metrics: { accuracy: 1 },
  undefined: [],
  sameTestSet: true,
}
const baseline = (again: boolean): MeasuredBaseline => ({
  name: 'base',
  description: 'run 1',
  evaluations: [{ ...side, ...(again && { again: true as const }) }],
})
const rerun = { baseline: 'base', evaluation: 'test', prepare: 'p', commands: ['setup', 'run'] }
const done = (id: string, more: Partial<Outcome> = {}): Outcome => ({
  id,
  status: 'done',
  seconds: 0,
  ...more,
})
const well = [done('p', { result: { settled: false } }), done('setup'), done('run')]
const judged = (outcomes: readonly Outcome[], again = true, reruns = [rerun]) =>
  withRerunOutcomes([baseline(again)], reruns, outcomes)[0]!.evaluations[0]!

describe('what a baseline predicted again', () => {
  it('counts where every command of it went well', () => {
    expect(judged(well)).toMatchObject({ comparable: true, metrics: { accuracy: 1 } })
  })

  it('is left alone where it is of its own run', () => {
    expect(judged([], false)).toMatchObject({ comparable: true })
  })

  it.each([
    [
      'no worktree was made',
      [done('p', { result: { settled: true, why: 'no such commit' } })],
      'no such commit',
    ],
    ['the worktree’s outcome is missing', well.slice(1), 'its worktree was not made'],
    [
      'the worktree’s outcome is of another shape',
      [done('p', { result: 'x' }), ...well.slice(1)],
      'was not made',
    ],
    ['a command never ran', well.slice(0, 2), 'its command did not run'],
    [
      'its setup failed',
      [well[0]!, { ...done('setup'), status: 'failed' as const, tail: 'no pip\n' }, done('run')],
      'no pip',
    ],
    [
      'it took too long',
      [...well.slice(0, 2), { ...done('run'), status: 'timed-out' as const }],
      'timed-out',
    ],
    [
      'it failed, whatever empty lines it ended with',
      [...well.slice(0, 2), { ...done('run'), status: 'failed' as const, tail: 'first\nno column\n \n' }],
      'its code: failed; it last said: no column',
    ],
    [
      'it failed without a word',
      [...well.slice(0, 2), { ...done('run'), status: 'failed' as const }],
      'its model cannot be evaluated again: its code: failed',
    ],
    ['no reason is given', [done('p', { result: { settled: true } })], 'its worktree was not made'],
    ['it was spared', [...well.slice(0, 2), { ...done('run'), status: 'not-run' as const }], 'did not run'],
  ])('does not count where %s', (_what, outcomes, why) => {
    const found = judged(outcomes)
    expect(found).toMatchObject({ comparable: false, had: ['accuracy'] })
    expect(found.comparable ? '' : found.reason).toContain(why)
  })

  it('does not count where nobody planned it', () => {
    expect(judged(well, true, [])).toMatchObject({ comparable: false })
  })

  it('does not count by the commands of another evaluation, baseline or model', () => {
    const failed = { ...rerun, commands: ['gone'] }
    const others = [
      { ...failed, baseline: 'production' },
      { ...failed, evaluation: 'other' },
      { ...failed, modelDigest: sha256('another') },
    ]
    expect(judged(well, true, [...others, rerun])).toMatchObject({ comparable: true })
    const found = judged(well, true, others)
    expect(found.comparable ? '' : found.reason).toBe(
      'its model cannot be evaluated again: nothing was planned for it',
    )
  })

  it('does not count where it may be of another commit of the same model, whose command failed', () => {
    expect(judged(well, true, [rerun, { ...rerun, commands: ['gone'] }])).toMatchObject({ comparable: false })
  })

  it('keeps the names of what it had, with and without a value', () => {
    const of = { ...side, undefined: [{ metric: 'auc', reason: 'one class' }], again: true as const }
    const one = { ...baseline(true), evaluations: [of] }
    const [found] = withRerunOutcomes([one], [], well)
    expect(found!.evaluations[0]).toMatchObject({ comparable: false, had: ['accuracy', 'auc'] })
  })

  it('says what was measured of it where that says why, unless its commands say more', () => {
    const never = {
      name: 'test',
      comparable: false as const,
      reason: 'its commit has no command',
      had: ['accuracy'],
      again: true as const,
    }
    const of = (reruns: readonly (typeof rerun)[]) =>
      withRerunOutcomes([{ ...baseline(true), evaluations: [never] }], reruns, [])[0]!.evaluations[0]
    expect(of([])).toEqual(never)
    expect(of([rerun])).toMatchObject({ reason: expect.stringContaining('its worktree'), had: ['accuracy'] })
  })
})

it('its commands may fail without ending the stage, and its worktree may not', () => {
  expect([...rerunItems([rerun, { ...rerun, commands: ['other'] }])]).toEqual(['setup', 'run', 'other'])
})
