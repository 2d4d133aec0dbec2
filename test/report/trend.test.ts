import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import { trendOf, trendWith } from '../../src/record/trend.ts'
import { stageSummary } from '../../src/report/stage-summary.ts'
import { trendMarkdown } from '../../src/report/trend-markdown.ts'
import { gateRecord, noWorse } from './gate-records.ts'
import { effectsOf, parsed } from './github-markdown.ts'
import { hostile } from './hostile-strings.ts'

const site = 'https://github.com/acme/penguins'

/** The nth run after another on the default branch. */
function after(before: EvaluateGateRecord | undefined, n: number, metric = 'accuracy'): EvaluateGateRecord {
  const record = gateRecord()
  return {
    ...record,
    run: { ...record.run, id: String(1000 + n), sha: `${n}`.padStart(40, 'a') },
    comparisons: [noWorse({ metric })],
    metrics: { [metric]: 0.9 + n / 1000, other: 1 },
    observed: {
      ...record.observed,
      finished_at: `2026-11-${String((n % 28) + 1).padStart(2, '0')}T10:00:00Z`,
      ...(before && { trend: trendWith(before) }),
    },
  }
}

function runs(count: number, metric?: string): EvaluateGateRecord {
  let last: EvaluateGateRecord | undefined
  for (let n = 1; n <= count; n += 1) last = after(last, n, metric)
  return last!
}

it('is carried on from record to record, the last 20', () => {
  expect(trendOf(runs(1))).toEqual([])
  expect(trendOf(runs(3)).map(({ run, metrics }) => [run, metrics])).toEqual([
    ['1001', { accuracy: 0.901 }],
    ['1002', { accuracy: 0.902 }],
  ])
  const long = trendOf(runs(30))
  expect([long.length, long[0]!.run, long.at(-1)!.run]).toEqual([20, '1010', '1029'])
})

it('is nothing where no run was before, or where it is not what it should be', () => {
  expect(trendMarkdown(runs(1), site)).toBeUndefined()
  const broken = { ...runs(1), observed: { ...runs(1).observed, trend: [{ run: 7 }] } }
  expect(trendMarkdown(broken as EvaluateGateRecord, site)).toBeUndefined()
})

it('reads like this', () => {
  expect(trendMarkdown(runs(3), site)).toBe(`**The last 2 runs on the default branch, and this one**

\`\`\`mermaid
xychart-beta
  x-axis ["aaaaaaa", "aaaaaaa 2", "this run"]
  y-axis "accuracy" 0.9008 --> 0.9032
  line [0.901, 0.902, 0.903]
\`\`\`

| run | day | \`accuracy\` |
| --- | --- | --: |
| this run | 2026-11-04 | 0.9030 |
| [\`aaaaaaa\`](<https://github.com/acme/penguins/actions/runs/1002>) | 2026-11-03 | 0.9020 |
| [\`aaaaaaa\`](<https://github.com/acme/penguins/actions/runs/1001>) | 2026-11-02 | 0.9010 |`)
  expect(stageSummary(runs(3))).toContain('xychart-beta')
})

it('says that the test set is another', () => {
  const [first, ...rest] = trendOf(runs(4))
  const record = {
    ...runs(4),
    observed: { ...runs(4).observed, trend: [{ ...first!, test_set: 'another' }, ...rest] },
  }
  expect(trendMarkdown(record, site)).toContain('The test set changed on the way')
})

it('draws whatever a metric is called', () => {
  fc.assert(
    fc.property(hostile, (metric) => {
      const markdown = trendMarkdown(runs(3, `m${metric}`), site)!
      expect(effectsOf(parsed(markdown), site)).toEqual([])
      const [, chart] = /```mermaid\n([\s\S]*?)\n```\n/.exec(markdown)!
      expect(chart!.split('\n').map((line) => line.trim().split(' ')[0])).toEqual([
        'xychart-beta',
        'x-axis',
        'y-axis',
        'line',
      ])
      expect(chart).toMatch(/y-axis "[^"\n]*" [-\d.]+ --> [-\d.]+\n/)
    }),
    { numRuns: 60 },
  )
})
