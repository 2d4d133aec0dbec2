import { expect, it } from 'vitest'
import { withOverlap } from '../../../src/evaluate-gate/compare/overlap-verdict.ts'
import type { Needed } from '../../../src/record/gate-terms.ts'
import { gateMarkdown } from '../../../src/report/gate/gate-markdown.ts'
import { nextSteps } from '../../../src/report/gate/next-steps.ts'
import { ruleLines } from '../../../src/report/gate/rule-lines.ts'
import { terminalText } from '../../../src/report/terminal/terminal.ts'
import { gateRecord, noWorse } from '../gate-records.ts'

const plain = (text: string) => text
const palette = { good: plain, bad: plain, unsure: plain, strong: plain, faint: plain }

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

const blocked = (comparison: Parameters<typeof noWorse>[0], more: Parameters<typeof gateRecord>[0] = {}) =>
  gateRecord({
    verdict: 'fail',
    passes: false,
    comparisons: [noWorse(comparison)],
    decided_by: [0],
    directions: { accuracy: 'higher', log_loss: 'lower', roc_auc: 'higher' },
    ...more,
  })

it.each([
  ['accuracy', 'max', 0.5, 'accuracy is better the higher it is, so that max: 0.5', 'Did you mean min?'],
  ['log_loss', 'min', 0.7, 'log_loss is better the lower it is, so that min: 0.7', 'Did you mean max?'],
] as const)(
  'asks of %s above or below its %s whether the other bound was meant',
  (metric, rule, allowed, what, meant) => {
    const steps = nextSteps(blocked({ metric, rule, allowed, zone: 'below-bound' }))
    expect(steps).toEqual([expect.stringContaining(what)])
    expect(steps[0]).toContain(meant)
    expect(nextSteps(blocked({ metric, rule: rule === 'min' ? 'max' : 'min', zone: 'below-bound' }))).toEqual(
      [`Bring ${metric} back inside its bound, or change its bound in a change of its own.`],
    )
  },
)

it('says of a roc_auc that lies below 0.5 not by chance that the score is of the other class', () => {
  const beside = (interval: [number, number]) =>
    nextSteps(
      blocked({
        metric: 'roc_auc',
        rule: 'better_than_naive',
        zone: 'below-bound',
        allowed: -0.1,
        change: -0.38,
        direction: 'higher',
        interval,
      }),
    )
  expect(beside([-0.42, -0.34])).toEqual([expect.stringContaining('looks like the score of the other class')])
  expect(beside([-0.8, 0.04])).toEqual([expect.stringContaining('does not look at its inputs is as good')])
})

it('says how a change of what metrics mean gets through, and what to do about rows that were trained on', () => {
  const zone = 'not-comparable'
  const defined = blocked({
    zone,
    explanation: 'accuracy cannot be compared with base: its metrics are defined otherwise: …',
  })
  expect(nextSteps(defined)).toEqual([
    'Undo what makes them differ. If it is meant: take base out of gate.baselines in a change of its own (and, if no baseline stays, the rules that need one), merge it, then this one, and put them back once a run of this one has passed.',
  ])
  const needing = (needs: Needed) => nextSteps(blocked({ zone, needs }))
  expect(needing('rerun')).toEqual([
    expect.stringMatching(
      /^Undo what makes them differ\. If it is meant: set evaluate\.baseline: rerun-else-stored in a change of its own, .* Else take base out of gate\.baselines/,
    ),
  ])
  expect(needing('seeds')).toEqual([
    expect.stringMatching(/^Train as many seeds as gate\.seeds\.least asks for .* or take gate\.seeds out/),
  ])
  const [overlapping] = withOverlap(
    [noWorse({ evaluation: 'test' })],
    [{ name: 'test', rows: 400, trained_on: 400 } as never],
    0,
  )
  expect(nextSteps(blocked(overlapping!))).toEqual([
    expect.stringMatching(/^Judge it on rows that it was not trained on: .*gate\.max_overlap/),
  ])
})

it('says behind what failed what cannot be compared either: who mends the one alone is blocked again', () => {
  const low = noWorse({ metric: 'log_loss', rule: 'max', zone: 'below-bound', explanation: 'log_loss is 2.' })
  const lost = noWorse({ zone: 'not-comparable', explanation: 'accuracy cannot be compared with base: …' })
  const record = gateRecord({
    verdict: 'fail',
    passes: false,
    reason: 'log_loss is 2.',
    comparisons: [low, noWorse({ metric: 'f1' }), lost],
    decided_by: [0],
  })
  expect(nextSteps(record)).toEqual([
    expect.stringMatching(/^Bring log_loss back inside its bound/),
    expect.stringMatching(/^Undo what makes them differ/),
  ])
  expect(terminalText(record, palette)).toContain('accuracy cannot be compared with base: …')
  expect(gateMarkdown(record, { detail: 'deciding' })).toContain('accuracy cannot be compared with base: …')
})

it('calls nothing better that a naive model could not be compared with', () => {
  for (const zone of ['not-comparable', 'not-judged'] as const)
    expect(ruleLines([noWorse({ rule: 'better_than_naive', zone })])[0]!.words).not.toContain('better')
})

it('calls nothing no worse that is worse by more than chance explains', () => {
  const words = (interval: [number, number], direction: 'higher' | 'lower') =>
    ruleLines([noWorse({ interval, direction })])[0]!.words
  expect(words([-0.0149, -0.0023], 'higher')).toBe('within what is allowed')
  expect(words([0.0023, 0.0149], 'lower')).toBe('within what is allowed')
  expect(words([-0.0149, 0.0023], 'higher')).toBe('no worse')
  expect(words([0.0023, 0.0149], 'higher')).toBe('no worse')
})
