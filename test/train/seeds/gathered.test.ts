import { describe, expect, it } from 'vitest'
import type { TrainRecord } from '../../../src/record/train.ts'
import { withParts } from '../../../src/train/seeds/conclude-gathering.ts'
import { type Gathered, gather } from '../../../src/train/seeds/gathered.ts'
import type { Part } from '../../../src/train/seeds/part.ts'

const digest = `sha256:${'a'.repeat(64)}` as const
const store = { kind: 'artifact' as const, uri: 'artifact:9/modelassay-churn-model-seed-0-1' }
const examine = {
  settled: false,
  fingerprint: digest,
  command: { run: 'sh train.sh' },
  hardware: {},
  notes: [],
  environment: { platform: { os: 'linux', arch: 'x64' }, interpreters: {}, lockfiles: {} },
  tables: [],
  files: {},
}

/** A part of 0, 1 and 2, whose seeds report a loss of their own. */
function part(seeds: readonly number[], loss: number, change: object = {}, seconds = 1): Part {
  const record = {
    schema: 'modelassay/v1',
    stage: 'train',
    name: 'churn',
    verdict: 'part',
    passes: false,
    reason: 'Trained.',
    run: { id: '9', attempt: 1, event: 'push' },
    built_on: [],
    observed: { started_at: '2026-01-01T00:00:00Z', finished_at: '2026-01-01T00:01:00Z', suite_version: '1' },
    fingerprint: digest,
    seeds: [...seeds],
    part: {
      of: [0, 1, 2],
      best: { seed: seeds[0]!, metric: 'loss', value: loss },
      model: { digest, bytes: seeds[0]! + 1, files: 1, store },
    },
    ...change,
  } as unknown as TrainRecord
  const [seed = 0] = seeds
  return {
    seed,
    artifact: `modelassay-churn-train-seed-${seed}-1`,
    read: { record, digest, folder: '/nowhere' },
    outcomes: [
      { id: 'examine', status: 'done', seconds: 0, result: examine },
      ...seeds.flatMap((one) => [
        { id: `train-${one}`, status: 'done' as const, seconds },
        {
          id: `reported-${one}`,
          status: 'done' as const,
          seconds: 0,
          result: { metrics: { loss }, undefined: [] },
        },
      ]),
    ],
  }
}

const values = [0, 1, 2]
const lower = { metric: 'loss', direction: 'lower' as const }
const made = (parts: readonly Part[], choice?: typeof lower) =>
  gather(parts, { values, choice, kind: 'github' })
const refusal = (parts: readonly Part[], choice?: typeof lower) => {
  const gathered = made(parts, choice)
  return 'refusal' in gathered ? gathered.refusal : undefined
}

describe('parts make one training', () => {
  it('of the first seed’s model, with the work of each seed once and in their order', () => {
    const gathered = made([part([1, 2], 0.1), part([0], 0.3)])
    expect(gathered).toMatchObject({ fingerprint: digest, model: { bytes: 1 } })
    expect('outcomes' in gathered && gathered.outcomes.map(({ id }) => id)).toEqual([
      'examine',
      ...values.flatMap((seed) => [`train-${seed}`, `reported-${seed}`]),
      'model',
    ])
  })

  it('of the best seed’s model; of equal ones the first one’s', () => {
    expect(made([part([0], 0.3), part([1], 0.1), part([2], 0.1)], lower)).toMatchObject({
      model: { bytes: 2 },
      outcomes: expect.arrayContaining([
        expect.objectContaining({ id: 'take-best', result: { seed: 1, value: 0.1 } }),
      ]),
    })
  })

  it('with the data check that the first part was held to, and what parts went on from', () => {
    const link = (digit: string) => ({
      kind: 'record' as const,
      name: 'data-validate',
      digest: `sha256:${digit.repeat(64)}`,
    })
    const resumed = (seed: number) => ({
      run: { id: '8', attempt: 1 },
      seeds: [{ seed, digest, bytes: 1, files: 1 }],
    })
    const parts = [
      part([1, 2], 1, { built_on: [link('1')], resumed: resumed(2) }),
      part([0], 1, { built_on: [link('0')], resumed: resumed(0) }),
    ]
    const gathered = made(parts) as Gathered
    const finding = { verdict: 'trained' as const, passes: true, reason: 'Trained.', built_on: [] }
    const whole = withParts(finding, gathered)
    expect(whole.built_on.map(({ name }) => name)).toEqual(['data-validate', 'train-seed-1', 'train-seed-0'])
    expect(whole.resumed).toMatchObject({ seeds: [{ seed: 2 }, { seed: 0 }] })
    expect(withParts({ ...finding, built_on: [link('9') as never] }, gathered).built_on).toHaveLength(3)
  })

  it('of no model where one of them found that nothing had changed', () => {
    const gathered = made([part([0], 0.3), part([1, 2], 0.1, { reused_from: 'run 7' })])
    expect(gathered).toMatchObject({ fingerprint: digest })
    expect(gathered).not.toHaveProperty('model')
    expect('outcomes' in gathered && gathered.outcomes.map(({ id }) => id)).toEqual(['examine'])
  })
})

describe('no training is made', () => {
  const other = `sha256:${'b'.repeat(64)}`
  it.each<[string, readonly Part[], string, RegExp]>([
    ['without any part', [], 'seed-missing', /^seeds 0, 1, 2 have not been trained in this run/],
    ['without a seed', [part([0, 2], 1)], 'seed-missing', /^seed 1 has not .*, out of 0, 1, 2$/],
    [
      'of a seed trained twice',
      [part([0, 1], 1), part([1, 2], 1)],
      'seed-twice',
      /^seed 1 .*seed-0-1 .*seed-1-1/,
    ],
    [
      'of a failed seed',
      [part([0, 1], 1), part([2], 1, { verdict: 'failed', reason: 'out of\nmemory' })],
      'seed-failed',
      /^seed 2 ended as failed: out of memory$/,
    ],
    [
      'of a job that stopped before it knew its seeds',
      [part([0, 1], 1), part([2], 1, { verdict: 'error', seeds: undefined, part: undefined })],
      'seed-failed',
      /^seed 2 ended as error/,
    ],
    [
      'of what says that it is a whole training',
      [part([0, 1], 1), part([2], 1, { verdict: 'trained', passes: true })],
      'seed-failed',
      /^seed 2 ended as trained/,
    ],
    [
      'of parts of other seeds',
      [part([0, 1], 1), part([2], 1, { part: { of: [0, 1, 2, 3] } })],
      'seeds-differ',
      /^seed 2 was trained as one of 0, 1, 2, 3, and the seeds here are 0, 1, 2$/,
    ],
    [
      'of another fingerprint',
      [part([0, 1], 1), part([2], 1, { fingerprint: other })],
      'seeds-differ',
      /^seeds 0, 1 and seed 2 were not trained on the same/,
    ],
    [
      'of no fingerprint',
      [part([0, 1], 1), part([2], 1, { fingerprint: undefined })],
      'seeds-unknown',
      /seed 2 has no fingerprint/,
    ],
    [
      'that claims a seed which it has not trained',
      [part([0], 1, { seeds: [0, 1] }), part([2], 1)],
      'part-broken',
      /no part shows that seed 1 was trained/,
    ],
    [
      'whose model was not kept',
      [part([0, 1], 1, { part: { of: values } }), part([2], 1)],
      'part-broken',
      /seed 0 has not kept its model/,
    ],
  ])('%s', (_what, parts, code, message) =>
    expect(refusal(parts)).toMatchObject({ code, message: expect.stringMatching(message) }),
  )

  it('of a best model that is of another seed than the values say', () => {
    const lying = part([1, 2], 0.1, {
      part: {
        of: values,
        best: { seed: 2, metric: 'loss', value: 0 },
        model: { digest, bytes: 3, files: 1, store },
      },
    })
    expect(refusal([part([0], 0.3), lying], lower)).toMatchObject({ code: 'part-broken' })
  })
})
