import { describe, expect, it } from 'vitest'
import type { Measured } from '../../../src/evaluate-gate/measured.ts'
import { directionsOf } from '../../../src/evaluate-gate/rules/directions.ts'
import { projectOf } from '../gate-run.ts'

const evaluation = (task: string, metrics: Record<string, number>, none: readonly string[] = []) => ({
  name: 'test',
  task,
  metrics,
  undefined: none.map((metric) => ({ metric, reason: 'is NaN' })),
})
const directions = (rules: object, evaluations: object[], more: object = {}, baselines: object[] = []) => {
  const config = { evaluate: { metrics: 'm.json' }, gate: { baselines: ['base'], rules }, ...more }
  const project = { ...projectOf('.', config), file: 'modelassay.yml', lines: { 'gate.rules': 4 } }
  return directionsOf(project, { evaluations, baselines } as unknown as Measured)
}

describe('directions', () => {
  it('are those of all that was measured, of which something is known', () => {
    const metrics = { rouge: { reported: 'r', direction: 'higher' } }
    const baselines = [
      { evaluations: [{ comparable: true, ...evaluation('aggregate', { mae: 1, heads: 2 }) }] },
      { evaluations: [{ comparable: false, reason: 'other rows' }] },
    ]
    const found = directions(
      { accuracy: { min: 0.5 }, f1: { min: 0.5 }, heads: { max: 3 }, rouge: { min: 1 } },
      [evaluation('aggregate', { accuracy: 0.9, bleu: 7 }, ['f1'])],
      { metrics },
      baselines,
    )
    expect(Object.entries(found)).toEqual([
      ['accuracy', 'higher'],
      ['f1', 'higher'],
      ['mae', 'lower'],
      ['rouge', 'higher'],
    ])
  })

  it('must be known where a rule compares', () => {
    const measured = [evaluation('aggregate', { bleu: 7 })]
    expect(directions({ bleu: { min: 3 } }, measured)).toEqual({})
    expect(() => directions({ bleu: { min: 3, max_worsening: 1 } }, measured)).toThrow(
      expect.objectContaining({
        code: 'unknown-direction',
        message: 'max_worsening of "bleu" needs to know which way is better',
        hint: expect.stringContaining('metrics: {"bleu": {reported: "bleu", direction: higher}} (or lower).'),
        place: { file: 'modelassay.yml', line: 4 },
      }),
    )
  })
})

describe('a rule on what was not measured', () => {
  it('is told what was, and what it may have meant', () => {
    const measured = [evaluation('aggregate', { blue: 7, heads: 3 })]
    expect(() => directions({ bluee: { min: 3 } }, measured)).toThrow(
      expect.objectContaining({
        code: 'unknown-metric',
        message: 'gate.rules.bluee is a rule on "bluee", which nothing measures; did you mean "blue"?',
        hint: expect.stringMatching(/^Known here: blue, heads, .*\baccuracy\b/),
        place: { file: 'modelassay.yml', line: 4 },
      }),
    )
    expect(() => directions({ acuracy: { min: 3 } }, measured)).toThrow('did you mean "accuracy"?')
  })

  it('is to be written into the metrics file, where there is nothing else', () => {
    const measured = [evaluation('aggregate', { blue: 7, heads: 3 })]
    expect(() => directions({ f1: { min: 0.5 } }, measured)).toThrow(
      expect.objectContaining({
        code: 'metric-of-other-task',
        message: 'the gate has a rule on f1, which the metrics file does not report',
        hint: expect.stringMatching(/^Write f1 into the metrics file.*Reported: blue, heads\.$/),
      }),
    )
  })

  it('belongs to another task, where predictions are judged', () => {
    const measured = ['binary', 'aggregate', 'binary'].map((task) => evaluation(task, { accuracy: 1 }))
    expect(() => directions({ rmse: { max: 0.5 } }, measured)).toThrow(
      expect.objectContaining({
        code: 'metric-of-other-task',
        message: 'the gate has a rule on rmse, which evaluations of the task binary, aggregate do not have',
        hint: 'rmse belongs to regression tasks; here there are accuracy.',
      }),
    )
  })
})
