import { expect, it } from 'vitest'
import type { Comparison } from '../../../src/record/comparison.ts'
import { slicesTable } from '../../../src/report/gate/slices-markdown.ts'
import { gateRecord, noWorse } from '../gate-records.ts'

const slice = (name: string, change: number | undefined, given: Partial<Comparison> = {}) => {
  const { change: _, baseline_value, ...rest } = noWorse({ metric: 'mae', direction: 'lower', allowed: 15 })
  return {
    ...rest,
    slice: name,
    zone: 'worse' as const,
    ...(change !== undefined && { change, baseline_value: baseline_value! }),
    ...given,
  }
}

const tableOf = (comparisons: readonly Comparison[]) =>
  slicesTable(gateRecord({ comparisons: [...comparisons] }), 50) ?? ''

const slicesIn = (markdown: string) => [...markdown.matchAll(/^\| `([^`]*)` \|/gm)].map(([, name]) => name)

it('shows those that lost most first, in the unit of a metric of hundreds, too', () => {
  const losses = { a: 47, b: 63, c: 23, d: 188, e: 104, f: 436 }
  const markdown = tableOf(Object.entries(losses).map(([name, loss]) => slice(name, loss)))
  expect(slicesIn(markdown)).toEqual(['f', 'd', 'e', 'b', 'a', 'c'])
})

it('of two metrics, those first that lost most beside what is allowed', () => {
  const accuracy = { metric: 'accuracy', direction: 'higher', allowed: 0.01 } as const
  expect(slicesIn(tableOf([slice('a', 30), slice('b', -0.1, accuracy)]))).toEqual(['b', 'a'])
})

it('names the evaluation of every slice where those of several are shown, folded or not', () => {
  const several = [1, 2, 3, 4, 5].map((loss) => slice(`s${loss}`, loss + 20, { evaluation: 'holdout' }))
  const markdown = tableOf([...several, slice('last', 16, { evaluation: 'zug' })])
  expect(markdown).toContain('| `s5` | `mae` on `holdout` |')
  expect(markdown).toContain('<summary>1 more slice that moved</summary>')
  expect(markdown).toContain('| `last` | `mae` on `zug` |')
})

it('does not say that slices moved that cannot be compared', () => {
  const lost = { zone: 'not-comparable' as const }
  const markdown = tableOf([1, 2, 3, 4, 5, 6].map((n) => slice(`s${n}`, undefined, lost)))
  expect(markdown).toContain('<summary>1 more slice</summary>')
})
