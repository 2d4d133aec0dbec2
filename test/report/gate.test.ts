import { describe, expect, it } from 'vitest'
import { explain } from '../../src/evaluate-gate/explain/explain.ts'
import { reasonOf } from '../../src/evaluate-gate/explain/reason.ts'
import type { Zone } from '../../src/record/gate-terms.ts'
import { gateLinks } from '../../src/report/gate/gate-links.ts'
import { gateMarkdown } from '../../src/report/gate/gate-markdown.ts'
import { gateWithin } from '../../src/report/gate/gate-within.ts'
import { stageSummary } from '../../src/report/stage-summary.ts'
import { inColumns } from '../../src/report/terminal/columns.ts'
import { terminalText } from '../../src/report/terminal/terminal.ts'
import { blocked, gateRecord, noWorse } from './gate-records.ts'

const plain = (text: string) => text
const palette = { good: plain, bad: plain, unsure: plain, strong: plain, faint: plain }
const site = 'https://github.com/acme/penguins'
const links = gateLinks(gateRecord(), site)

describe('the report of a gate', () => {
  it('tells on the terminal, too, that the rules are not those of the file', () => {
    const of = (policy: object) =>
      terminalText(gateRecord({ policy: { ...gateRecord().policy!, protected: false, ...policy } }), palette)
    const notes = ['the rules were overridden by the input rules']
    expect(of({ file: 'modelassay.yml', notes })).toContain(
      '\n  ! the rules were overridden by the input rules\n',
    )
    expect(of({ notes })).not.toContain('overridden')
    const many = Array.from({ length: 7 }, (_, i) => `note ${i}`)
    expect(of({ file: 'modelassay.yml', notes: many })).toContain('  ! note 4\n  ! and 2 more\n')
  })

  it('reads like this when a model is blocked', () => {
    expect(gateMarkdown(blocked(), { detail: 'full', links })).toMatchSnapshot()
  })

  it('reads like this when a model passes', () => {
    expect(gateMarkdown(gateRecord(), { detail: 'full', links })).toMatchSnapshot()
  })

  it('reads like this on a terminal', () => {
    expect(terminalText(blocked(), palette)).toMatchSnapshot()
  })

  it('has a table as wide as the terminal, and lines below each other where it does not fit', () => {
    const lines = (width?: number) => terminalText(blocked(), palette, width).split('\n')
    expect(lines(200)).toEqual(lines())
    expect(lines(200)[3]).toMatch(/change +likely +rule/)
    expect(lines(100)[3]).toMatch(/change +rule/)
    const narrow = lines(60)
    const at = narrow.indexOf('  accuracy')
    expect(narrow.slice(at, at + 6)).toEqual([
      '  accuracy',
      '    this model          0.8551',
      '    base, production    0.9420',
      '    change              ▼ 0.0870 worse',
      '    at least 0.9        ✗ out of bounds',
      '    at most 0.02 worse  ✗ worse',
    ])
  })

  it('stands in columns where names take two places a character', () => {
    expect(
      inColumns([
        [{ text: '精度' }, { text: 'a' }],
        [{ text: 'f1' }, { text: 'b' }],
      ]),
    ).toEqual(['精度  a', 'f1    b'])
  })

  it('says once, as a plain sentence, when there will be baselines', () => {
    const nothing = (name: string) =>
      noWorse({ zone: 'no-baseline', baseline: { name }, explanation: `accuracy has nothing in ${name}.` })
    const record = gateRecord({
      verdict: 'no-baseline',
      comparisons: [nothing('base'), nothing('production')],
      decided_by: [0, 1],
      baselines: [],
    })
    const said =
      'The first run on the default branch that passes becomes the base; the first version that is deployed becomes production.'
    const terminal = terminalText(record, palette)
    expect(terminal).toContain(`\n  ${said}\n`)
    expect(terminal).not.toContain('Next:')
    const markdown = gateMarkdown(record, { detail: 'full', links })
    expect(markdown).toContain(said)
    expect(markdown).not.toContain('Next:')
  })

  it('says once what a baseline that is not there is not there for', () => {
    const nothing = (slice?: string) => {
      const found = noWorse({
        zone: 'no-baseline',
        why: 'there is no earlier commit',
        baseline: { name: 'base' },
        ...(slice && { slice }),
      })
      return { ...found, explanation: explain(found, { adjustment: undefined, severalEvaluations: false }) }
    }
    const comparisons = [nothing(), nothing('sex = f'), nothing('sex = m')]
    const record = gateRecord({ verdict: 'no-baseline', comparisons, decided_by: [0, 1, 2] })
    const terminal = terminalText(record, palette)
    expect(terminal).not.toContain('where sex')
    expect(terminal).toContain('2 slices: 2 with nothing to compare with.')
    expect(reasonOf(comparisons, { verdict: 'no-baseline', passes: true, decidedBy: [0, 1, 2] })).toBe(
      'accuracy has nothing to be compared with in base: there is no earlier commit.',
    )
  })

  it('calls what did not improve as asked not better enough, and no bound is broken', () => {
    const asked = (zone: Zone) =>
      terminalText(
        gateRecord({ comparisons: [noWorse({ rule: 'must_improve', allowed: -0.1, zone })] }),
        palette,
      )
    expect(asked('below-bound')).toMatch(/at least 0\.1 better +✗ not better enough/)
    expect(asked('no-worse')).toMatch(/at least 0\.1 better +✓ better/)
  })

  it('calls a metric better that is, though a loss cannot be ruled out', () => {
    const within = { zone: 'within' as const, explanation: 'accuracy rose.' }
    const both = (change: number) => gateRecord({ comparisons: [noWorse({ ...within, change })] })
    expect(terminalText(both(0.03), palette)).toContain('✓ better')
    expect(gateMarkdown(both(0.03), { detail: 'full', links })).toContain('✅ better')
    expect(terminalText(both(-0.01), palette)).toContain('✓ within what is allowed')
  })

  it('offers the line of a waiver only where the model passes with it', () => {
    const comparisons = blocked().comparisons!
    const worse = comparisons.flatMap(({ zone }, i) => (zone === 'worse' ? [i] : []))
    const line = 'approve with the line: modelassay waive accuracy 0.087 until <day>: <reason>'
    expect(terminalText(blocked({ decided_by: worse }), palette)).toContain(line)
    expect(terminalText(blocked({ decided_by: [0, ...worse] }), palette)).not.toContain('waive')
  })

  it('says by which baseline a rule is broken when there are two models', () => {
    const [base, production] = gateRecord().baselines!
    const markdown = gateMarkdown(
      blocked({
        baselines: [base!, { ...production!, model_digest: `sha256:${'0'.repeat(64)}` }],
        comparisons: [noWorse(), noWorse({ baseline: { name: 'production' }, zone: 'worse' })],
        decided_by: [1],
      }),
      { detail: 'full' },
    )
    expect(markdown).toContain(
      '| at most 0.02 worse<br>at most 0.02 worse | ✅ no worse (`base`)<br>❌ worse (`production`) |',
    )
  })

  it('tells the runner of a workflow nothing, whatever a metric is called', () => {
    const metric = '::error::pwned ##[error]x'
    const lines = terminalText(
      blocked({ reason: metric, comparisons: [noWorse({ metric })], decided_by: [] }),
      palette,
    )
    expect(lines.split('\n').filter((line) => line.includes('pwned'))).toHaveLength(2)
    expect(lines).not.toMatch(/^\s*::|##\[/m)
  })

  it('warns a reviewer of rules that the change could edit', () => {
    const policy = { ...gateRecord().policy!, protected: false, notes: ['this change edits model.yml'] }
    expect(gateMarkdown(gateRecord({ policy }), { detail: 'full' })).toContain(
      '⚠️ **These rules are not protected**: this change edits model.yml. Whoever reviews',
    )
    expect(
      gateMarkdown(gateRecord({ policy, run: { ...gateRecord().run, pull_request: undefined } }), {
        detail: 'full',
      }),
    ).not.toContain('not protected')
  })

  it('is the same for the same record', () => {
    expect(gateMarkdown(blocked(), { detail: 'full', links })).toBe(
      gateMarkdown(structuredClone(blocked()), { detail: 'full', links }),
    )
  })

  it('tells what to do about an error', () => {
    const error = { code: 'no-rules', message: 'the gate has no rules', hint: 'Add gate.rules.' }
    const record = gateRecord({
      verdict: 'error',
      passes: false,
      reason: error.message,
      error,
      comparisons: [],
    })
    expect(stageSummary(record)).toContain('### ❌ `penguins` could not be judged')
    expect(stageSummary(record)).toContain('**Next:** Add gate.rules.')
    expect(terminalText(record, palette)).toContain('Next: Add gate.rules.')
  })
})

describe('a report that is too long', () => {
  it('still warns of rules that the change could edit, however long it was made', () => {
    const notes = Array.from(
      { length: 2000 },
      (_, i) => `this change edits what it is judged on (data/${i}.csv)`,
    )
    const policy = { ...gateRecord().policy!, protected: false, notes }
    const [evaluation] = gateRecord().evaluations!
    const evaluations = Array.from({ length: 2000 }, (_, i) => ({
      ...evaluation!,
      name: `${'e'.repeat(60)}${i}`,
    }))
    const report = gateWithin(gateRecord({ policy, evaluations }), 65_000, links)
    expect(report).toContain('too long to show here')
    expect(report).toContain(
      '**These rules are not protected**: this change edits what it is judged on (data/0.csv); ',
    )
    expect(report).toContain('and 1995 more')
  })

  const many = (count: number) =>
    blocked({
      comparisons: Array.from({ length: count }, (_, i) =>
        noWorse({ metric: `metric_${i}`, zone: i < 30 ? 'worse' : 'no-worse' }),
      ),
      decided_by: Array.from({ length: 30 }, (_, i) => i),
    })

  it('is shortened in steps, and never loses its headline', () => {
    const record = many(400)
    const sizes = [1_000_000, 60_000, 12_000, 600].map((most) => {
      const markdown = gateWithin(record, most, links)
      expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(most)
      expect(markdown).toContain('### ❌ `penguins` is blocked')
      return markdown.length
    })
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
  })

  it('keeps what decided longest', () => {
    const markdown = gateWithin(many(400), 12_000, links)
    expect(markdown).toContain(
      'Left out here, for length: 3 metrics without a rule; 380 metrics with rules; what the rules found that did not decide. See [the run](<https://github.com',
    )
    expect(markdown.match(/- ❌/g)).toHaveLength(20)
    expect(markdown).not.toContain('- ✅')
  })

  it('shows what a change would make of the rules, escaped, and that it judges after the merge', () => {
    const policy = {
      digest: gateRecord().policy!.digest,
      protected: true,
      pending: [
        { key: 'gate.rules.`<b>`', now: '0.01', proposed: '1' },
        { key: 'waivers', proposed: '[]' },
      ],
    }
    const markdown = gateMarkdown(gateRecord({ policy }), { detail: 'full' })
    expect(markdown).toContain('its own take effect after the merge')
    expect(markdown).toContain('`0.01` now, `1` after the merge')
    expect(markdown).toContain('`waivers`: not there now, `[]` after the merge')
    expect(markdown).not.toMatch(/(?<!`)<b>(?!`)/)
  })
})
