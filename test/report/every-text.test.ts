import { expect, it } from 'vitest'
import { paletteFor } from '../../src/cli/palette.ts'
import type { Comparison } from '../../src/record/comparison.ts'
import { type EvaluateGateRecord, evaluateGateRecordSchema } from '../../src/record/evaluate-gate.ts'
import { commentMarkdown } from '../../src/report/gate/comment-markdown.ts'
import { gateLinks } from '../../src/report/gate/gate-links.ts'
import { gateReport } from '../../src/report/html/gate/gate-report.ts'
import { stageSummary } from '../../src/report/stage-summary.ts'
import { terminalText } from '../../src/report/terminal/terminal.ts'
import { gateRecord, noWorse } from './gate-records.ts'
import { effectsOf, parsed } from './github-markdown.ts'
import { attacks } from './hostile-strings.ts'
import { richRecord } from './html/rich-record.ts'

const site = 'https://github.com/acme/penguins'

/** A record with a text in each place that one can stand in. */
function recordOfTexts(): EvaluateGateRecord {
  const rich = richRecord(3)
  const more: Partial<Comparison>[] = [
    { rule: 'better_than_naive', naive: 'always says Adelie', zone: 'below-bound' },
    { rule: 'max_gap', training: 'the training', zone: 'worse' },
    { rule: 'max_new_errors', metric: 'new errors', slice: 'a slice', zone: 'below-bound' },
    { rule: 'max', by: 'sex', group: 'sex = f', zone: 'not-judged' },
  ]
  return structuredClone({
    ...rich,
    run: { ...rich.run, pull_request: 7, leg: '0123', matrix: { seed: 'one' } },
    judged_again: { fork: true, taken: ['who belongs to which group'] },
    policy: {
      ...gateRecord().policy!,
      protected: false,
      notes: ['a note'],
      file: 'modelassay.yml',
      sha: 'abc',
      pending: [{ key: 'gate.rules', now: '1', proposed: '2' }],
    },
    waivers: (['exceeded', 'refused'] as const).map((outcome) => ({
      source: 'review' as const,
      rule: 'worsening' as const,
      outcome,
      metric: 'accuracy',
      until: '2027-01-01',
      reason: 'we know',
      by: 'ada',
      commit: 'abc',
      why: 'it is late',
      evaluation: 'test',
      slice: 'a slice',
      groups: 'sex',
      baseline: 'base',
    })),
    comparisons: [...rich.comparisons!, ...more.map((one) => noWorse(one))],
    evaluations: rich.evaluations!.map((one) => ({
      ...one,
      trained_on_unknown: 'its rows have no ids',
      undefined: [{ metric: 'roc_auc', reason: 'one class only' }],
    })),
  })
}

type Path = readonly (string | number)[]

function textsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value === 'string') return [at]
  return value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, one]) => textsIn(one, [...at, key]))
    : []
}

const withTexts = (record: EvaluateGateRecord, paths: readonly Path[], say: (i: number) => string) => {
  const changed = structuredClone(record)
  for (const [i, path] of paths.entries()) {
    let at = changed as unknown as Record<string | number, unknown>
    for (const key of path.slice(0, -1)) at = at[key] as typeof at
    at[path.at(-1)!] = say(i)
  }
  return changed
}

/** Addresses are GitHub's own. */
const freeIn = (record: EvaluateGateRecord) =>
  textsIn(record).filter(
    (path) =>
      path.at(-1) !== 'url' &&
      evaluateGateRecordSchema.safeParse(withTexts(record, [path], () => 'any | text')).success,
  )

const blocked = recordOfTexts()
const { judged_again: _word, ...first } = recordOfTexts()
const records = [
  blocked,
  {
    ...first,
    verdict: 'no-baseline' as const,
    passes: true,
    baselines: [...first.baselines!, { name: 'another', outcome: 'never' as const, description: 'none yet' }],
  },
].map((record) => {
  const free = freeIn(record)
  return { record, free, plain: tags(gateReport({ record: withTexts(record, free, (i) => `x${i}`) })) }
})
function tags(page: string) {
  return page.match(/<[a-z/][^>\s]*/g)
}

it('has texts in more places than a few', () => {
  expect(records.map(({ free }) => free.length > 200)).toEqual([true, true])
})

it.each(attacks.map((attack) => [attack.slice(0, 40), attack]))(
  'a text has no effect, wherever in a record it stands: %j',
  (_short, attack) => {
    for (const { record, free, plain } of records) {
      const hostile = withTexts(record, free, (i) => `${attack}${i}`)
      const section = { record: hostile, links: gateLinks(hostile, site) }
      const beside = { unjudged: attack, why: attack, links: section.links }
      for (const markdown of [
        commentMarkdown([section], 65_000),
        commentMarkdown([section, beside, { unreadable: attack, links: section.links }], 65_000),
        stageSummary(hostile, undefined, site),
      ])
        expect(effectsOf(parsed(markdown), site)).toEqual([])
      expect(tags(gateReport({ record: hostile }))).toEqual(plain)
      const printed = terminalText(hostile, paletteFor({}, {}), 80)
      expect(printed).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
    }
  },
)
