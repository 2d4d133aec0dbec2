import { expect, it } from 'vitest'
import type { Comparison } from '../../../src/record/comparison.ts'
import { findingItems } from '../../../src/report/gate/findings-markdown.ts'
import { gateMarkdown } from '../../../src/report/gate/gate-markdown.ts'
import { gateRecord, noWorse } from '../gate-records.ts'

const said = (zone: Comparison['zone'], subject: string, rest: string, slice?: string) => {
  const [metric = '', evaluation = 'test'] = subject.split(' on ')
  const { smallest_blocked: _, baseline: __, ...bare } = noWorse({ zone, metric, evaluation })
  const of = slice === undefined ? subject : `${subject} where ${slice}`
  return { ...bare, explanation: `${of}${rest}`, ...(slice !== undefined && { slice }) }
}

it('tells once what many rules and slices have not got, and of what', () => {
  const nothing = (subject: string, baseline: string, slice?: string) => ({
    ...said(
      'no-baseline',
      subject,
      ` has nothing to be compared with in ${baseline}: there is no earlier commit.`,
      slice,
    ),
    baseline: { name: baseline },
  })
  const slices = ['city = Zug', 'city = Bern']
  const comparisons = ['base', 'production'].flatMap((baseline) => [
    nothing('mae on holdout', baseline),
    nothing('mae on zug', baseline),
    ...slices.map((slice) => nothing('mae on holdout', baseline, slice)),
  ])
  expect(findingItems(comparisons).split('\n')).toEqual([
    '- ⚠️ mae on holdout has nothing to be compared with in base: there is no earlier commit. The same goes for `mae on zug`, 2 slices.',
    '- ⚠️ mae on holdout has nothing to be compared with in production: there is no earlier commit. The same goes for `mae on zug`, 2 slices.',
  ])
})

it('names the slices that were not judged, while they are few', () => {
  const rest = ' was not judged: it has fewer rows than the 30 of gate.slices.min_rows.'
  const skipped = (count: number) =>
    findingItems(
      Array.from({ length: count }, (_, i) => said('not-judged', 'mae on zug', rest, `rooms = ${i}`)),
    )
  expect(skipped(3)).toMatch(
    /gate\.slices\.min\\_rows\. The same goes for `mae on zug where rooms = 1`, `mae on zug where rooms = 2`\.$/,
  )
  expect(skipped(30)).toMatch(/ The same goes for 29 slices\.$/)
})

it('tells apart what has another reason, and what was measured', () => {
  const lost = (reason: string, slice?: string) => ({
    ...said('not-comparable', 'mae', ` cannot be compared with base: ${reason}.`, slice),
    baseline: { name: reason === 'a' ? 'base' : 'production' },
  })
  const worse = (slice: string) => noWorse({ zone: 'worse', slice, explanation: `mae where ${slice} rose.` })
  const items = findingItems([lost('a'), lost('b'), lost('a', 'sex = f'), worse('sex = f'), worse('sex = m')])
  expect(items.split('\n')).toEqual([
    '- ❌ mae cannot be compared with base: a. The same goes for `mae where sex = f`.',
    '- ❌ mae cannot be compared with base: b.',
    expect.stringContaining('mae where sex = f rose.'),
    expect.stringContaining('mae where sex = m rose.'),
  ])
})

it('says once what changed since two baselines that are the same training', () => {
  const changes = [{ kind: 'parameter' as const, name: 'C', before: '1', after: '2' }]
  const [base] = gateRecord().baselines!
  const record = gateRecord({
    baselines: [
      { ...base!, changes },
      { ...base!, name: 'production', changes },
      { ...base!, name: 'best', changes: [] },
    ],
  })
  const markdown = gateMarkdown(record, { detail: 'full' })
  expect(markdown).toContain(
    '- since `base`, `production`: parameter C: 1 → 2\n- since `best`: nothing that is known',
  )
})

it('does not count a model that is blocked among those that were accepted', () => {
  const [test] = gateRecord().evaluations!
  const used = (uses: number) =>
    gateMarkdown(gateRecord({ evaluations: [{ ...test!, uses }] }), { detail: 'full' })
  expect(used(2)).toContain('which judged 1 accepted model before this one')
  expect(used(1)).not.toContain('accepted model')
})
