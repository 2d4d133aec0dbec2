import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../src/record/digest.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import { commentMarkdown } from '../../src/report/gate/comment-markdown.ts'
import { gateLinks } from '../../src/report/gate/gate-links.ts'
import { stageSummary } from '../../src/report/stage-summary.ts'
import { imagesIn } from '../../src/report/words/images-in.ts'
import { wordsMarkdown } from '../../src/report/words/words-markdown.ts'
import { ownWords } from '../../src/report/words/words-section.ts'
import { blocked, gateRecord, noWorse } from './gate-records.ts'
import { effectsOf, parsed, skeletonOf } from './github-markdown.ts'
import { attacks, hostile } from './hostile-strings.ts'

const site = 'https://github.com/acme/penguins'

/** A blocked record in which everything that a user can choose is chosen by `say`. */
function record(say: () => string): EvaluateGateRecord {
  const metric = say()
  const slice = say()
  const baseline = say()
  const evaluation = say()
  const compared = {
    metric,
    evaluation,
    baseline: { name: baseline, run: '4700', model_digest: sha256('old') },
    explanation: say(),
  }
  const flips = {
    broken: 2,
    mended: 1,
    slices: [{ name: slice, rows: 10, broken: 2, mended: 1 }],
    listed: {
      broken: [{ row: 1, id: say(), label: say(), before: say(), now: say() }],
      mended: [{ row: 2, id: say(), label: say(), before: say(), now: say() }],
    },
  }
  return blocked({
    name: say(),
    reason: say(),
    run: {
      ...gateRecord().run,
      leg: 'abcdef01',
      matrix: { [say()]: say() },
      sha: say(),
      head_sha: say(),
    },
    evaluations: [
      {
        ...gateRecord().evaluations![0]!,
        name: evaluation,
        metrics: { [metric]: 0.8, [`${say()}-unruled`]: 0.5 },
      },
    ],
    comparisons: [
      noWorse({ ...compared, zone: 'worse', change: -0.05 }),
      noWorse({ ...compared, slice, zone: 'worse', change: -0.06 }),
      noWorse({ ...compared, slice: `${slice} 2`, zone: 'no-worse' }),
    ],
    decided_by: [0, 1],
    directions: { [metric]: 'higher' },
    baselines: [
      {
        ...gateRecord().baselines![0]!,
        name: baseline,
        description: say(),
        run: say(),
        artifact: say(),
        changes: [{ kind: 'parameter', name: say(), before: say(), after: say() }],
        evaluations: [{ name: evaluation, metrics: { [metric]: 0.85 }, flips: flips as never }],
      },
    ],
    policy: {
      ...gateRecord().policy!,
      file: `models/${say()}/modelassay.yml`,
      protected: false,
      notes: [say(), say()],
      pending: [{ key: say(), now: say(), proposed: say() }],
    },
    waivers: [
      {
        metric,
        rule: 'worsening',
        ceiling: 0.1,
        until: say(),
        reason: say(),
        by: say(),
        url: 'https://github.com/acme/penguins/pull/7#pullrequestreview-1',
        source: 'review',
        outcome: 'refused',
        why: say(),
      },
    ],
  })
}

const comment = (records: readonly EvaluateGateRecord[]) =>
  commentMarkdown(
    records.map((one) => ({ record: one, links: gateLinks(one, site) })),
    65_000,
  )

/** `x` with as many others as are wanted; each is another word, so that nothing falls together. */
const plain = (from = 0) => {
  let count = from
  return () => `x${count++}`
}

describe("a user's text in the comment", () => {
  it.each(attacks.map((attack) => [attack.slice(0, 40), attack]))('has no effect: %j', (_short, attack) => {
    let count = 0
    const markdown = comment([record(() => `${attack}${count++}`), gateRecord()])
    expect(effectsOf(parsed(markdown), site)).toEqual([])
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(65_000)
  })

  it('changes nothing of what the comment is made of', () => {
    const expected = [1, 2].map((count) =>
      skeletonOf(parsed(comment(Array.from({ length: count }, () => record(plain()))))),
    )
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 45, maxLength: 45 }), fc.boolean(), (texts, twice) => {
        const say = () => {
          let next = 0
          return () => `${texts[next++ % texts.length]}${next}`.slice(0, 300)
        }
        const markdown = comment(Array.from({ length: twice ? 2 : 1 }, () => record(say())))
        expect(effectsOf(parsed(markdown), site)).toEqual([])
        expect(skeletonOf(parsed(markdown))).toBe(expected[twice ? 1 : 0])
      }),
      { numRuns: 60 },
    )
  }, 120_000)

  it('has none in the job summary either', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        let count = 0
        const markdown = stageSummary(record(() => `${text}${count++}`))
        expect(effectsOf(parsed(markdown), site)).toEqual([])
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

describe("a user's own Markdown", () => {
  it('keeps what it means', () => {
    const words = `# Results

| model | accuracy |
| --- | --: |
| \`lr\` | **0.9** |

1. first
2. second
   - [x] done
   - [ ] open

> quoted *words*

\`\`\`python
print("a|b")
\`\`\`

![confusion matrix](plots/confusion.png) and [the paper](https://example.org/paper)
`
    expect(wordsMarkdown(words, 10_000)).toEqual({
      whole: true,
      markdown: `#### Results

| model | accuracy |
| --- | --: |
| \`lr\` | <strong>0.9</strong> |

1. first
2. second

   - ☑ done
   - ☐ open

> quoted <em>words</em>

\`\`\`python
print("a|b")
\`\`\`

<em>[image: confusion matrix]</em> and <span>the paper</span> (https:\u2060//example.org/paper)`,
    })
  })

  it('has no effect, whatever it holds', async () => {
    const line = fc.oneof(
      hostile,
      fc.constantFrom(
        '| a | b |',
        '| --- | --- |',
        '@[octocat][a]',
        '[a]: https://evil.example "t"',
        '```mermaid',
        '<details><summary>',
        '- @octocat',
        '0@.A',
        '> <b>',
        '[![x](y)](https://evil.example)',
        '[^1]: @octocat',
        'www.evil.example.',
        '<https://evil.example>',
        '# @octocat',
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 30 }), async (lines) => {
        const text = lines.join('\n').slice(0, 20_000)
        const own = gateRecord({ words: { file: lines[0]!, text } })
        const words = (await ownWords(own))!
        const markdown = commentMarkdown([{ record: own, links: gateLinks(own, site), words }], 65_000)
        expect(effectsOf(parsed(markdown), site)).toEqual([])
        expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(65_000)
        expect(markdown).toContain('Reproduce it on a laptop')
      }),
      { numRuns: 150 },
    )
  }, 120_000)

  it('goes no deeper than anybody writes', () => {
    expect(wordsMarkdown('> '.repeat(3000), 10_000).markdown.length).toBeLessThan(1000)
    expect(wordsMarkdown(`${'*a '.repeat(2000)}${'[a]('.repeat(500)}`, 100_000).whole).toBe(true)
  })

  it('is cut between blocks', () => {
    const { markdown, whole } = wordsMarkdown(`# One\n\ntwo\n\n${'three '.repeat(100)}`, 30)
    expect([markdown, whole]).toEqual(['#### One\n\ntwo', false])
  })

  it('names images by their paths', async () => {
    const text =
      '![a](plots/a.png) ![b](https://example.org/b.png) <img alt="c" src="c%20d.svg"> ![d][e]\n\n[e]: e.png\n'
    expect(await imagesIn(text)).toEqual(['plots/a.png', 'c d.svg', 'e.png'])
    expect(await imagesIn('nothing')).toEqual([])
  })
})
