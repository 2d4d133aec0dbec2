import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { waiverLines } from '../../../src/evaluate-gate/waivers/waiver-lines.ts'

const terms = (line: string) => {
  const [first] = waiverLines(line)
  return first && 'terms' in first ? first.terms : undefined
}
const why = (line: string) => {
  const [first] = waiverLines(line)
  return first && 'why' in first ? first.why : undefined
}

describe('a line of a review', () => {
  it('waives a worsening', () => {
    expect(
      waiverLines('Fine.\r\n\r\nmodelassay waive accuracy 0.03 until 2027-01-31: new data, see #12\n'),
    ).toEqual([
      {
        terms: {
          metric: 'accuracy',
          rule: 'worsening',
          ceiling: 0.03,
          until: '2027-01-31',
          reason: 'new data, see #12',
        },
      },
    ])
  })

  it('names what it is about', () => {
    expect(
      terms(
        'modelassay waive "my \\"own\\" metric" min 1.5 on holdout where "sex = female & age in (1, 2]" against "version:1.2.0" until 2027-01-31: because: so',
      ),
    ).toEqual({
      metric: 'my "own" metric',
      rule: 'min',
      ceiling: 1.5,
      evaluation: 'holdout',
      slice: 'sex = female & age in (1, 2]',
      baseline: 'version:1.2.0',
      until: '2027-01-31',
      reason: 'because: so',
    })
  })

  it('names a rule of any kind, and groups', () => {
    expect(terms('modelassay waive new_errors max_new_errors 5 until 2027-01-31: x')).toMatchObject({
      metric: 'new_errors',
      rule: 'max_new_errors',
      ceiling: 5,
    })
    expect(
      terms('modelassay waive equalized_odds_ratio min 0.1 between "sex & age" until 2027-01-31: x'),
    ).toMatchObject({ rule: 'min', groups: 'sex & age' })
    expect(terms('modelassay waive accuracy max_gap 0.2 until 2027-01-31: x')?.rule).toBe('max_gap')
    expect(terms('modelassay waive auc better_than_naive 0.2 until 2027-01-31: x')?.rule).toBe(
      'better_than_naive',
    )
  })

  it.each([
    ['no ceiling', 'modelassay waive accuracy until 2027-01-31: x', 'must name its ceiling'],
    ['a ceiling of nothing', 'modelassay waive accuracy 0 until 2027-01-31: x', 'its ceiling cannot be read'],
    ['a ceiling below nothing', 'modelassay waive accuracy -1 until 2027-01-31: x', 'must name its ceiling'],
    [
      'no end of a ceiling',
      'modelassay waive accuracy 1e999 until 2027-01-31: x',
      'its ceiling cannot be read',
    ],
    ['no number', 'modelassay waive accuracy NaN until 2027-01-31: x', 'must name its ceiling'],
    ['a hexadecimal', 'modelassay waive accuracy 0x10 until 2027-01-31: x', 'must name its ceiling'],
    ['no expiry', 'modelassay waive accuracy 0.03: x', 'it lacks ": reason"'],
    [
      'a day that never comes',
      'modelassay waive accuracy 0.03 until 2027-02-30: x',
      'its until cannot be read',
    ],
    ['a word for a day', 'modelassay waive accuracy 0.03 until forever: x', 'its until cannot be read'],
    ['no reason', 'modelassay waive accuracy 0.03 until 2027-01-31:  ', 'its reason cannot be read'],
    ['no colon', 'modelassay waive accuracy 0.03 until 2027-01-31 x', 'it lacks ": reason"'],
    [
      'an unknown word',
      'modelassay waive accuracy 0.03 for ever until 2027-01-31: x',
      '"for" is not understood',
    ],
    ['a word twice', 'modelassay waive a 1 on x on y until 2027-01-31: x', '"on" is not understood'],
    ['an inherited word', 'modelassay waive a 1 constructor y until 2027-01-31: x', '"constructor" is not'],
    ['a quote that does not end', 'modelassay waive "a 1 until 2027-01-31: x', 'it lacks ": reason"'],
    ['a quotation', '> modelassay waive accuracy 0.03 until 2027-01-31: x', 'at the beginning of its line'],
    ['a code span', '`modelassay waive accuracy 0.03 until 2027-01-31: x`', 'at the beginning of its line'],
    ['a book', `modelassay waive a 1 until 2027-01-31: ${'x'.repeat(3000)}`, 'its line is too long'],
  ])('with %s is none, and says why', (_what, line, said) => {
    expect(why(line)).toContain(said)
  })

  it('is nothing where it does not mention a waiver', () => {
    expect(waiverLines('LGTM\nmodelassay is fine\nwaive it')).toEqual([])
  })

  it('is one of few', () => {
    const line = 'modelassay waive accuracy 0.03 until 2027-01-31: x\n'
    expect(waiverLines(line.repeat(500))).toHaveLength(21)
  })

  it('never throws, whatever stands there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (tail) => {
        for (const line of waiverLines(`modelassay waive ${tail}`))
          if ('terms' in line) expect(line.terms.ceiling).toBeGreaterThan(0)
      }),
    )
  })
})

describe('a line that only shows how', () => {
  const line = 'modelassay waive accuracy 0.03 until 2027-01-31: x'
  it.each([
    ['in a code block', `\`\`\`\n${line}\n\`\`\`\n`],
    ['in a code block that is never closed', `~~~\n${line}`],
    ['in a code block with a language', `\`\`\`text\n${line}\n\`\`\``],
    ['after a fence with a language inside of one', `\`\`\`\n\`\`\`text\n${line}\n\`\`\``],
    ['in a longer fence that holds a shorter one', `\`\`\`\`\n\`\`\`\n${line}\n\`\`\`\`\n`],
    ['in a fence of a list', `- \`\`\`\n  ${line}\n  \`\`\``],
    ['in a fence of a numbered list', `1. see\n\n   \`\`\`\n   ${line}\n   \`\`\``],
    ['after what is too far in to end a fence', `\`\`\`\n       \`\`\`\n${line}\n\`\`\``],
    ['in an element of code', `<pre>\n${line}\n</pre>`],
  ])('waives nothing %s', (_where, body) => {
    expect(waiverLines(body)).toEqual([{ why: 'it stands in a code block' }])
  })

  it.each([
    ['a comment of several lines', `<!--\n${line}\n-->`],
    ['a comment that is never closed', `See <!-- hidden\n${line}`],
    ['what no browser shows', `<style>\n${line}\n</style>`],
    ['a section of CDATA', `<![CDATA[\n${line}\n]]>`],
    ['an instruction', `<?x\n${line}\n?>`],
  ])('waives nothing in %s', (_where, body) => {
    expect(waiverLines(body)).toEqual([{ why: 'it stands in a comment' }])
  })

  it.each([
    ['of one line before it', `such as \`\n${line}\n\``, { why: 'it stands in a code span' }],
    ['of two marks', `\`\`see \`\n${line}\n\`\``, { why: 'it stands in a code span' }],
    [
      'that begins where a backslash ended one',
      `\`a\\\` b \`\n${line}\n\``,
      { why: 'it stands in a code span' },
    ],
    ['that has ended', `\`\`a \` b\`\` and \`c\`\n${line}`, { terms: { ceiling: 0.03 } }],
    ['that is none', `\\\`\n${line}`, { terms: { ceiling: 0.03 } }],
    ['of another paragraph', `a \` b\n\n${line}`, { terms: { ceiling: 0.03 } }],
  ])('knows a code span %s', (_what, body, read) => {
    expect(waiverLines(body)).toMatchObject([read])
  })

  it('leaves the lines after it as they are', () => {
    const body = `\`\`\`\nmodelassay waive\n\`\`\` \n<!-- a -->\n<!--\nb\n-->\n${line}`
    expect(waiverLines(body)).toMatchObject([
      { why: 'it stands in a code block' },
      { terms: { metric: 'accuracy' } },
    ])
  })
})
