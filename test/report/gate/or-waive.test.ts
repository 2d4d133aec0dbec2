import { expect, it } from 'vitest'
import { applyWaivers } from '../../../src/evaluate-gate/waivers/apply-waivers.ts'
import { waiverLines } from '../../../src/evaluate-gate/waivers/waiver-lines.ts'
import { orWaive } from '../../../src/report/gate/or-waive.ts'
import { gateRecord, noWorse } from '../gate-records.ts'

const on = (evaluation: string, change: number, zone: 'worse' | 'within' = 'worse') =>
  noWorse({ metric: 'mae', direction: 'lower', evaluation, change, allowed: 3, zone })

/** What a reviewer reads, and what comes of it once the line stands in a review with a day and a reason. */
function followed(comparisons: ReturnType<typeof on>[]) {
  const { run } = gateRecord()
  const record = gateRecord({ run: { ...run, pull_request: 7 }, comparisons })
  const advice = orWaive(
    record,
    comparisons.filter(({ zone }) => zone === 'worse'),
  )
  const [, lines = ''] = /approve with the lines?: (.*)$/.exec(advice) ?? []
  const written = lines.replaceAll('<day>', '2027-01-31').replaceAll('<reason>', 'dearer flats').split(' / ')
  const stated = waiverLines(written.join('\n')).map((line) => {
    if ('why' in line) throw new Error(line.why)
    return { terms: line.terms, source: { source: 'review' as const, by: 'rita' } }
  })
  const after = applyWaivers(comparisons, { stated, refused: [] }, new Date('2026-11-23'))
  return { advice, waived: after.comparisons.map(({ waiver }) => waiver !== undefined) }
}

it('of several evaluations the line names the one that got worse, and holds as it stands', () => {
  const { advice, waived } = followed([on('holdout', 4.8942), on('zug', 3.6, 'within')])
  expect(advice).toContain('with the line: modelassay waive mae 4.9 on holdout until <day>: <reason>')
  expect(waived).toEqual([true, false])
})

it('of one that got worse on each there is a line each, with what was lost there', () => {
  const { advice, waived } = followed([on('holdout', 4.8942), on('zug', 12)])
  expect(advice).toContain(
    'with the lines: modelassay waive mae 4.9 on holdout until <day>: <reason> / modelassay waive mae 12 on zug until <day>: <reason>',
  )
  expect(waived).toEqual([true, true])
})

it('of the only evaluation nothing need be named', () => {
  const { advice, waived } = followed([on('test', 4)])
  expect(advice).toContain('with the line: modelassay waive mae 4 until <day>: <reason>')
  expect(waived).toEqual([true])
})

it('of the test set of before it is the waiver of the evaluation', () => {
  const old = { ...on('old zug of base', 6), old_test_set_of: 'zug' }
  const { advice, waived } = followed([on('zug', 4), old, on('holdout', 1, 'within')])
  expect(advice).toContain('with the line: modelassay waive mae 6 on zug until')
  expect(waived).toEqual([true, true, false])
})
