import { expect, it } from 'vitest'
import type { Outcome } from '../../../src/stage/work.ts'
import { fateOf } from '../../../src/train/checkpoint/fate.ts'

const at = (epoch: string) => [{ seed: 0, digest: `sha256:${epoch}` as const, bytes: 1, files: 1 }]
const ended = (id: string, status: Outcome['status']): Outcome[] => [
  { id: 'examine', status: 'done', seconds: 1 },
  { id, status, seconds: 1 },
]

it.each([
  ['a training that ended well', true, ended('model', 'done'), at('4'), at('2'), 'end'],
  ['one that was cancelled', false, ended('train-0', 'cancelled'), at('2'), [], 'keep'],
  ['one that came to its timeout', false, ended('train-0', 'timed-out'), at('2'), [], 'keep'],
  ['one whose machine was gone', false, ended('train-0', 'not-run'), at('4'), at('2'), 'keep'],
  ['one that was cancelled as it began', false, ended('train-0', 'cancelled'), at('2'), at('2'), 'leave'],
  ['one that was cancelled and left nothing', false, ended('train-0', 'cancelled'), [], at('2'), 'leave'],
  ['one that failed further on', false, ended('train-0', 'failed'), at('4'), at('2'), 'keep'],
  ['one that failed where it went on', false, ended('train-0', 'failed'), at('2'), at('2'), 'end'],
  ['one that failed and left nothing', false, ended('train-0', 'failed'), [], at('2'), 'end'],
  ['one whose metrics cannot be read', false, ended('reported-0', 'failed'), at('4'), at('2'), 'end'],
  ['one whose metrics are no numbers', false, ended('model', 'done'), at('4'), at('2'), 'end'],
] as const)('of %s', (_what, passes, outcomes, left, resumed, fate) => {
  expect(fateOf(passes, outcomes, left, resumed)).toBe(fate)
})
