import { describe, expect, it } from 'vitest'
import { concludeGate } from '../../src/evaluate-gate/conclude.ts'
import type { GateContext } from '../../src/evaluate-gate/context.ts'
import type { ComparedEvaluation, Measured, MeasuredBaseline } from '../../src/evaluate-gate/measured.ts'
import type { Json } from '../../src/record/canonical-json.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import type { Evaluation } from '../../src/record/evaluation.ts'
import type { Change } from '../../src/record/training-change.ts'
import type { Ports } from '../../src/stage/stage.ts'
import type { Outcome } from '../../src/stage/work.ts'
import { projectOf } from './gate-run.ts'

/** Verdicts from numbers that no work measured. */

const metrics = { accuracy: 0.9 }
const evaluation = (change: Partial<Evaluation> = {}): Evaluation => ({
  name: 'test',
  identity: { kind: 'content', value: sha256('test') },
  rows: 100,
  task: 'binary',
  positive: '1',
  metrics,
  undefined: [],
  ...change,
})
const side = (change: Partial<ComparedEvaluation> = {}): ComparedEvaluation => ({
  name: 'test',
  comparable: true,
  rows: 100,
  metrics,
  undefined: [],
  sameTestSet: true,
  ...change,
})
const baseline = (change: Partial<MeasuredBaseline> = {}): MeasuredBaseline => ({
  name: 'base',
  description: 'run 1',
  evaluations: [side()],
  ...change,
})
const judged = (measured: Partial<Measured> = {}): Outcome => ({
  id: 'judge-inputs',
  status: 'done',
  seconds: 0,
  result: { evaluations: [evaluation()], baselines: [], files: [], ...measured } as unknown as Json,
})
const rules = { accuracy: { min: 0.5 } }

interface World {
  readonly config?: object
  readonly gate?: object
  readonly context?: Partial<GateContext>
  readonly outcomes?: readonly Outcome[]
  readonly measured?: Partial<Measured>
  readonly project?: object
}
function conclude({ config, gate, context, measured, outcomes = [judged(measured)], project }: World = {}) {
  const said: string[] = []
  const ports = {
    runner: {
      kind: 'local',
      now: () => new Date('2026-11-21T10:00:00Z'),
      log: { warning: (text: string) => void said.push(text) },
    },
  } as unknown as Pick<Ports, 'runner' | 'forge'>
  const of = projectOf('/r', {
    evaluate: { predictions: 'p.csv' },
    gate: { baselines: ['base'], rules, ...gate },
    ...config,
  })
  const planned = {
    project: { ...of, ...project },
    own: {},
    evidence: '/e',
    context: { missing: [], asked: of.config.gate.baselines, builtOn: [], ...context },
  }
  return { said, finding: concludeGate(planned, outcomes, ports) }
}
const found = async (world?: World) => (await conclude(world).finding) as unknown as EvaluateGateRecord

describe('work that failed', () => {
  const failed = (id: string, more: Partial<Outcome> = {}): Outcome => ({
    id,
    status: 'failed',
    seconds: 0,
    ...more,
  })
  const error = {
    kind: 'input' as const,
    code: 'exit',
    message: 'It ended with 1',
    hint: 'Mend it.',
    file: 'a.py',
    line: 3,
  }

  it('ends the gate, with the last that it said', async () => {
    const outcomes = [failed('evaluate test', { error, tail: 'one\nno column age\n \n' }), judged()]
    await expect(found({ outcomes })).rejects.toMatchObject({
      kind: 'input',
      code: 'exit',
      message: 'It ended with 1; it last said: no column age',
      hint: 'Mend it.',
      place: { file: 'a.py', line: 3 },
    })
  })

  it.each([
    [
      `file:///a/predict.mjs:3\nconst m = [\n  x.y\n\nTypeError: x is not there\n    at file:///a/predict.mjs:3:9\n\nNode.js v20.20.2\n`,
      'TypeError: x is not there',
    ],
    [
      `node:internal:1\n  throw err;\nError: Cannot find module './a'\n    at b {\n  code: 'MODULE_NOT_FOUND',\n  requireStack: [\n    '/a/b'\n  ]\n}\n`,
      "Error: Cannot find module './a'",
    ],
    [`Traceback:\n  raise\nValueError: Error one: two\n`, 'ValueError: Error one: two'],
    [`no space left\n]\n`, 'no space left'],
  ])('ends it with the line that tells the error of %j', async (tail, told) => {
    const outcomes = [failed('evaluate test', { error, tail }), judged()]
    await expect(found({ outcomes })).rejects.toMatchObject({
      message: `It ended with 1; it last said: ${told}`,
    })
  })

  it('ends it by its own error where it said nothing', async () => {
    for (const tail of [undefined, '', ' \n'])
      await expect(
        found({
          outcomes: [failed('evaluate test', { error, ...(tail !== undefined && { tail }) }), judged()],
        }),
      ).rejects.toMatchObject({ message: 'It ended with 1' })
    await expect(found({ outcomes: [failed('x', { status: 'timed-out' }), judged()] })).rejects.toThrow(
      'x: timed-out',
    )
  })

  it('ends it not where it was a baseline’s', async () => {
    const again = { baseline: 'base', evaluation: 'test', prepare: 'p', commands: ['again'] }
    const world = { context: { reruns: [again] }, outcomes: [judged(), failed('again')] }
    expect(await found(world)).toMatchObject({ verdict: 'pass' })
    await expect(found({ ...world, outcomes: [judged(), failed('p')] })).rejects.toThrow('p: failed')
  })
})

describe('what a finding says beside the verdict', () => {
  it('is all that is known of the policy, and nothing that is not', async () => {
    const policy = { digest: sha256('policy'), protected: true }
    expect((await found()).policy).toStrictEqual(policy)
    const pending = [{ key: 'gate.rules.accuracy.min', before: '0.5', after: '0.1' }]
    const more = { ...policy, sha: 'abc', protected: false, notes: ['changed'], pending }
    const { policy: told } = await found({ project: { policy: more, file: 'modelassay.yml' } })
    expect(told).toStrictEqual({ ...more, file: 'modelassay.yml' })
  })

  it('is each baseline in the order asked for, with what is known of it', async () => {
    const whole = baseline({
      name: 'production',
      description: 'version 1',
      run: '7',
      artifact: 'a',
      url: 'https://localhost/7',
      behind: 0,
      model_digest: sha256('model'),
      evaluations: [
        side({ again: true, trainedOn: 0, flips: undefined as never }),
        { name: 'other', comparable: false, reason: 'lost', had: [] },
      ],
    })
    const missing = { name: 'best', outcome: 'never' as const, reason: 'no version' }
    const changes: Change[] = [{ kind: 'commit', before: 'a', after: 'b' } as Change]
    const model = { modelDigest: sha256('model') }
    const { baselines } = await found({
      gate: { baselines: ['best', 'production', 'base', 'best'] },
      measured: { baselines: [baseline(), whole] },
      context: {
        missing: [missing],
        reruns: [{ baseline: 'production', ...model, evaluation: 'test', prepare: 'p', commands: [] }],
        changes: [
          { baseline: 'base', ...model, changes: [] },
          { baseline: 'production', modelDigest: sha256('other'), changes: [] },
          { baseline: 'production', ...model, changes },
        ],
      },
      outcomes: [
        { id: 'p', status: 'done', seconds: 0, result: { settled: false } },
        judged({ baselines: [baseline(), whole] }),
      ],
    })
    const [best, production, base, ...more] = baselines!
    expect(more).toEqual([])
    expect(best).toStrictEqual({ name: 'best', outcome: 'never', description: 'no version' })
    expect(production).toStrictEqual({
      name: 'production',
      outcome: 'found',
      description: 'version 1',
      run: '7',
      artifact: 'a',
      url: 'https://localhost/7',
      behind: 0,
      model_digest: sha256('model'),
      changes,
      evaluations: [{ name: 'test', metrics, rerun: true, trained_on: 0 }],
    })
    expect(base).toStrictEqual({
      name: 'base',
      outcome: 'found',
      description: 'run 1',
      evaluations: [{ name: 'test', metrics }],
    })
  })

  it('is the model, what it was built on, and what came before', async () => {
    const bare = await found()
    for (const key of ['model_digest', 'seeds', 'observed']) expect(bare).not.toHaveProperty(key)
    const read = { kind: 'file' as const, name: 'p.csv', digest: sha256('p') }
    const train = { kind: 'record' as const, name: 'train', digest: sha256('t') }
    const trend = [{ run: '1', at: '2026-11-20T10:00:00Z', metrics }]
    const record = await found({
      context: { modelDigest: sha256('model'), builtOn: [train], trend },
      measured: { files: [read], seeds: { accuracy: [1, 0.9] } },
    })
    expect(record).toMatchObject({
      built_on: [train, read],
      model_digest: sha256('model'),
      seeds: { accuracy: [1, 0.9] },
      observed: { trend },
    })
    expect(await found({ context: { trend: [] } })).not.toHaveProperty('observed')
    expect(await found({ measured: { seeds: 'it kept none' } })).not.toHaveProperty('seeds')
  })

  it('is which comparisons decided', async () => {
    const { verdict, decided_by } = await found({ gate: { rules: { accuracy: { min: 0.5, max: 0.6 } } } })
    expect([verdict, decided_by]).toEqual(['fail', [1]])
  })

  it('is which rows flipped', async () => {
    const flips = { rows: 100, broken: 1, mended: 0, listed: { broken: [], mended: [] } }
    const { baselines } = await found({
      measured: { baselines: [baseline({ evaluations: [side({ flips })] })] },
    })
    expect(baselines).toMatchObject([{ evaluations: [{ flips }] }])
  })

  it('is identical where both sides are one model', async () => {
    const same = (modelDigest: GateContext['modelDigest']) =>
      found({
        gate: { rules: { accuracy: { max_worsening: 0.1 } } },
        measured: { baselines: [baseline({ model_digest: sha256('model') })] },
        context: modelDigest ? { modelDigest } : {},
      })
    expect((await same(sha256('model'))).comparisons).toMatchObject([{ zone: 'identical' }])
    expect((await same(sha256('other'))).comparisons![0]!.zone).not.toBe('identical')
    expect((await same(undefined)).comparisons![0]!.zone).not.toBe('identical')
  })

  it('is held against what is judged alone; training rows are what a gap is to', async () => {
    const training = evaluation({ name: 'train', judged: false, metrics: { accuracy: 0.99, f1: 1 } })
    const judgedFirst = evaluation({ metrics: { accuracy: 0.9, f1: 0.8 } })
    const record = await found({
      gate: { rules: { accuracy: { min: 0.95 } } },
      measured: { evaluations: [judgedFirst, training] },
    })
    expect(record.comparisons).toMatchObject([{ evaluation: 'test', zone: 'below-bound' }])
    expect(record.comparisons).toHaveLength(1)
    expect(record.metrics).toEqual({ accuracy: 0.9, f1: 0.8 })
    expect(record.evaluations).toHaveLength(2)
    const gap = (max_gap: object, trained?: Readonly<Record<string, number>>) =>
      found({
        gate: { rules: { accuracy: { max_gap } } },
        measured: { evaluations: [judgedFirst, training] },
        ...(trained && { context: { trained } }),
      })
    expect((await gap({ max: 0.5, evaluation: 'train' })).comparisons).toMatchObject([
      { baseline_value: 0.99, candidate_value: 0.9 },
    ])
    const reported = await gap({ max: 0.5, reported: 'loss' }, { loss: 0.97 })
    expect(reported.comparisons).toMatchObject([{ baseline_value: 0.97 }])
    expect((await gap({ max: 0.5, reported: 'loss' })).reason).toContain('reported no loss')
  })

  it('is of slices and groups too, where rules are', async () => {
    const slices = { columns: ['sex'], rules: { accuracy: { min: 0.5 } }, min_rows: 50 }
    const groups = { columns: ['sex'], rules: { demographic_parity_difference: { max: 0.5 } } }
    const cut = evaluation({
      slices: [
        { name: 'sex = f', rows: 60, metrics: { accuracy: 0.4 }, undefined: [] },
        { name: 'sex = m', rows: 40, metrics: {}, undefined: [] },
      ] as unknown as NonNullable<Evaluation['slices']>,
      fairness: [{ by: 'sex', groups: [] }],
    })
    const { comparisons } = await found({
      gate: { slices, fairness: groups },
      measured: { evaluations: [cut] },
    })
    expect(comparisons).toMatchObject([
      { metric: 'accuracy', evaluation: 'test' },
      { slice: 'sex = f', zone: 'below-bound' },
      { slice: 'sex = m', zone: 'undefined' },
      { metric: 'demographic_parity_difference', by: 'sex' },
    ])
    const uncut = await found({ measured: { evaluations: [cut] } })
    expect(uncut.comparisons).toHaveLength(1)
  })

  it('is how its comment is wanted, where that is not as ever', async () => {
    expect(await found()).not.toHaveProperty('comment')
    expect(await found({ gate: { comment: 'never' } })).toHaveProperty('comment', 'never')
  })

  it('is each doubt, a sentence after the other, and aloud', async () => {
    const { finding, said } = conclude({
      gate: { test_set_budget: 1 },
      context: { earlierUses: [{ identity: evaluation().identity, uses: 4 }] },
      config: { waivers: [{ metric: 'f1', ceiling: 1, until: '2027-01-01', reason: 'new data' }] },
    })
    const { reason } = (await finding) as unknown as EvaluateGateRecord
    expect(said).toHaveLength(2)
    expect(reason).toMatch(/\. The test set of test has judged 5 .*\. The waiver of f1 /)
    expect(reason.endsWith(said.join(' '))).toBe(true)
  })
})

describe('what is asked of the predictions', () => {
  it('is groups where fairness is, and classes where new errors are', async () => {
    const fairness = { columns: ['sex'], rules: { demographic_parity_difference: { max: 0.1 } } }
    const numbers = { evaluations: [evaluation({ task: 'regression' })] }
    await expect(found({ gate: { fairness }, measured: numbers })).rejects.toMatchObject({
      code: 'fairness-not-binary',
    })
    await expect(found({ gate: { new_errors: { max: 3 } }, measured: numbers })).rejects.toMatchObject({
      code: 'new-errors-without-rows',
    })
  })

  it('is predictions of seeds enough', async () => {
    const of = async (seeds?: Measured['seeds']) => {
      const gate = { rules: { accuracy: { max_worsening: 0.1 } }, seeds: { least: 3 } }
      const { reason, comparisons } = await found({
        gate,
        measured: { baselines: [baseline()], ...(seeds && { seeds }) },
      })
      return { reason, needs: comparisons?.[0]?.needs }
    }
    const lacking = async (seeds?: Measured['seeds']) => {
      const { reason, needs } = await of(seeds)
      expect(needs).toBe('seeds')
      return reason
    }
    expect(await lacking()).toContain(
      'gate.seeds asks for predictions of at least 3 seeds, but nothing is known of its training. Let train.seeds.predictions name',
    )
    expect(await lacking('it kept none')).toContain('but it kept none. Let')
    expect(await lacking({ accuracy: [1, 1] })).toContain('but there are 2. Let')
    expect(await lacking({})).toContain('but there are 0. Let')
    expect((await of({ accuracy: [1, 1], f1: [1, 1, 1] })).reason).not.toContain('gate.seeds asks')
  })
})
