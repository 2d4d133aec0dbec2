import { describe, expect, it } from 'vitest'
import type { GateTestStep } from '../../../src/evaluate-gate/gate-test/gate-test.ts'
import { gateTestAnswer, gateTestText } from '../../../src/evaluate-gate/gate-test/gate-test-text.ts'

const step = (share: number, blocked: number, worsening: Record<string, number> = {}): GateTestStep => ({
  share,
  blocked,
  draws: 10,
  worsening,
})
const painted = (colour: string) => (text: string) => `<${colour}>${text}</>`
const palette = {
  good: painted('good'),
  bad: painted('bad'),
  unsure: painted('unsure'),
  strong: painted('strong'),
  faint: (text: string) => text,
}

describe('what gate-test prints', () => {
  const steps = [
    step(0, 0, { accuracy: 0 }),
    step(0.005, 4, { accuracy: 0.0041, mae: 12 }),
    step(1, 10, { accuracy: 0.4, mae: 150 }),
  ]

  it('is a line for each share of rows, and an answer', () => {
    const lines = gateTestText('churn', { rows: 1200, steps, untried: [] }, palette).split('\n')
    expect(lines).toEqual([
      '<strong>gate-test of churn, 1,200 rows</>',
      '',
      expect.stringMatching(/^ {2}rows exchanged +accuracy worse by +mae worse by +blocked$/),
      expect.stringMatching(/^ {2}none +0\.0000 +<good>0 of 10<\/>$/),
      expect.stringMatching(/^ {2}0\.5 % +0\.0041 +12 +<unsure>4 of 10<\/>$/),
      expect.stringMatching(/^ {2}100 % +0\.4000 +150 +<bad>10 of 10<\/>$/),
      '',
      expect.stringMatching(/^<good>✓ Identical predictions pass.*<\/>$/),
      '',
    ])
  })

  it('names what was not tried, and nothing that a terminal would obey', () => {
    const hostile = { rows: 1, steps: [step(0, 0, { 'a\u001b[2K': 0 })], untried: ['b\u001b[2K', 'latency'] }
    const text = gateTestText('m\u001b[2K', hostile, palette)
    expect(text).not.toContain('\u001b')
    expect(text).toMatch(/gate-test of m.*, 1 row<\/>/)
    expect(text).toMatch(
      /\nNot tried: b.*, latency\. Nothing says what a model of such predictions would have of it\.\n$/,
    )
  })
})

describe('the answer', () => {
  it('is from which share of rows on a worse model is blocked', () => {
    const steps = [step(0, 0), step(0.02, 3), step(0.05, 9, { accuracy: 0.03, mae: 2 }), step(1, 10)]
    expect(gateTestAnswer(steps)).toEqual({
      tone: 'good',
      sentence:
        '✓ Identical predictions pass, and from 5 % of the rows on (accuracy 0.0300 worse, mae 2 worse) the gate blocks in at least 4 of 5 runs.',
    })
    expect(gateTestAnswer([step(0, 0), step(1, 10)]).sentence).toContain('from 100 % of the rows on the gate')
  })

  it('is that the gate blocks what it was given', () => {
    const { tone, sentence } = gateTestAnswer([step(0, 1), step(1, 10)])
    expect(tone).toBe('bad')
    expect(sentence).toMatch(/^✗ The gate blocks the very predictions that it was given/)
  })

  it('is that nothing is ever blocked', () => {
    const { tone, sentence } = gateTestAnswer([step(0, 0), step(1, 2)])
    expect(tone).toBe('bad')
    expect(sentence).toMatch(/^✗ This gate cannot go red/)
  })
})
