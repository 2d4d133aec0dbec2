import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inputError, outsideError } from '../../../src/errors.ts'
import type { CandidateSide } from '../../../src/evaluate-gate/measure/measure-candidate.ts'
import {
  foundOn,
  locateOldTestSets,
  type MeasuredOld,
  measureOldTestSets,
} from '../../../src/evaluate-gate/old-test-set/measure-old-test-sets.ts'
import type { OldTestSetOrder } from '../../../src/evaluate-gate/old-test-set/order.ts'
import type { JudgeRequest } from '../../../src/evaluate-gate/request.ts'
import type { PredictionRows } from '../../../src/metrics/read/prediction-rows.ts'
import type { PredictionsSource } from '../../../src/metrics/read/predictions-source.ts'
import { sha256 } from '../../../src/record/digest.ts'
import { evaluation } from '../an-evaluation.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'modelassay-measure-old-'))
  await writeFile(join(root, 'old.csv'), 'old')
})
afterAll(() => rm(root, { recursive: true, force: true }))

const name = 'old test of base'
const place = (path: string) => ({ path, root, workspace: root })
const order = (given: Partial<OldTestSetOrder> = {}): OldTestSetOrder => ({
  name,
  of: 'test',
  baselines: [0],
  digest: sha256('old'),
  request: {
    name: 'test',
    predictions: { path: '/p.csv', label: 'p.csv' },
    config: { columns: {}, task: 'binary', positive: '1' },
    testTable: { place: place('old.csv') },
  },
  ...given,
})
const rows: PredictionRows = {
  rows: 4,
  ids: ['a', 'b', 'c', 'd'],
  labels: ['0', '1', '0', '1'],
  predicted: ['0', '1', '1', '1'],
  score: Float64Array.of(0.1, 0.8, 0.7, 0.9),
}
const own = (value: string, called = 'test') =>
  ({
    request: { name: called },
    evaluation: evaluation({ identity: { kind: 'content', value: sha256(value) } }),
  }) as unknown as CandidateSide

interface World {
  readonly sides?: readonly CandidateSide[]
  readonly read?: () => PredictionRows
  readonly asked?: Partial<JudgeRequest>
}

async function measured(
  orders: readonly OldTestSetOrder[],
  { sides = [own('new', 'other'), own('new')], read = () => rows, asked }: World = {},
) {
  const sources: PredictionsSource[] = []
  const log: string[] = []
  const reader = {
    read: async (source: PredictionsSource) => {
      sources.push(source)
      return read()
    },
    close: () => undefined,
  }
  const request = { own: {}, ruled: ['accuracy'], confident: ['accuracy'], naive: ['accuracy'], ...asked }
  const bench = { scratch: root, log: { info: (line: string) => void log.push(line) } }
  const located = await locateOldTestSets({ oldTestSets: orders })
  const found = await measureOldTestSets(located, sides, request as never, reader, bench as never)
  return { found, sources, log }
}
const whyOf = async (orders: readonly OldTestSetOrder[], world?: World) =>
  (await measured(orders, world)).found.map(({ why }) => why)

describe('the candidate on a test set of before', () => {
  it('is measured by what its own code wrote for it, and asked for differences alone', async () => {
    const fairness = { columns: ['sex'], depth: 1, bins: 4 } as never
    const { found, sources, log } = await measured([order()], { asked: { fairness } })
    expect(found).toMatchObject([{ order: order(), side: { request: { name } } }])
    expect(found[0]).not.toHaveProperty('why')
    expect(found[0]!.side!.evaluation).toMatchObject({
      name,
      identity: { kind: 'content', value: sha256('old') },
      metrics: { accuracy: 0.75 },
      intervals: {},
    })
    for (const key of ['naive', 'fairness']) expect(found[0]!.side!.evaluation).not.toHaveProperty(key)
    expect(sources[0]!.attributes).toEqual([])
    expect(log).toEqual([`Measuring ${name}`])
    expect(await readdir(join(root, 'old-test-sets'))).toEqual([
      expect.stringMatching(/^predictions-.*\.csv$/),
    ])
  })

  it('has its labels from that table where it says them', async () => {
    const { testTable: _none, ...rest } = order().request!
    const truth = { place: place('old.csv'), column: 'y', id: 'id' }
    const { found, sources } = await measured([order({ request: { ...rest, truth } })])
    expect(found[0]!.side!.evaluation.identity.value).toBe(sha256('old'))
    expect(sources[0]!.truth).toMatchObject({ column: 'y', id: 'id' })
  })

  it('has lost what it reports of its own test set alone, where a rule asks for it and a file could say it', async () => {
    const reporting = own('new')
    const reported = ['bleu', 'rouge', 'speed']
    const side = { ...reporting, evaluation: { ...reporting.evaluation, reported } }
    await writeFile(join(root, 'm.json'), '{"bleu": 0.3}')
    const metrics = { path: join(root, 'm.json'), label: 'm.json' }
    const of = async (more: object) => {
      const asked = { ruled: ['accuracy', 'bleu', 'rouge'] }
      const { found } = await measured([order({ request: { ...order().request!, ...more } })], {
        sides: [side],
        asked,
      })
      return found[0]!.side!.evaluation
    }
    expect(await of({ metrics })).toMatchObject({
      metrics: { accuracy: 0.75, bleu: 0.3 },
      undefined: [{ metric: 'rouge', reason: 'its metrics file has none there' }],
    })
    expect((await of({})).undefined).toEqual([])
  })

  it('is not asked where it turns out to be the one that it is judged on', async () => {
    expect((await measured([order()], { sides: [own('old')] })).found).toEqual([])
    expect((await measured([order()], { sides: [own('old', 'other'), own('new')] })).found).toHaveLength(1)
    expect((await measured([order()], { sides: [] })).found).toHaveLength(1)
  })
})

describe('it is told why the candidate is not measured there', () => {
  it('where it cannot be evaluated', async () => {
    const { request: _none, ...bare } = order()
    expect(await whyOf([{ ...bare, why: 'it has no command' }, bare])).toEqual([
      'it has no command',
      'it is not known how',
    ])
  })

  it('where its table is not there, or another one by now', async () => {
    const of = (path: string) =>
      order({ request: { ...order().request!, testTable: { place: place(path) } } })
    const [gone] = await whyOf([of('gone*.csv')])
    expect(gone).toContain('gone*.csv')
    expect(gone).not.toMatch(/\.$/)
    const written = 'its table was written while the model was evaluated on it'
    expect(await whyOf([order({ digest: sha256('older') }), of('gone.csv')])).toEqual([written, written])
    const { testTable: _table, ...none } = order().request!
    expect(await whyOf([order({ request: none })])).toEqual([written])
  })

  it('where what its code wrote cannot be read, and goes on with the others', async () => {
    const broken = () => {
      throw inputError('no-rows', ' p.csv has no rows. ', { hint: 'Write some.' })
    }
    const { found } = await measured([order(), order()], { read: broken })
    expect(found).toStrictEqual([
      { order: order(), why: 'p.csv has no rows' },
      { order: order(), why: 'p.csv has no rows' },
    ])
  })

  it('but not where the machine is at fault', async () => {
    for (const thrown of [
      outsideError('disk', 'the disk is full', { hint: 'Free some.' }),
      new Error('a bug'),
    ])
      await expect(
        measured([order()], {
          read: () => {
            throw thrown
          },
        }),
      ).rejects.toBe(thrown)
  })
})

it('what was found there names the baselines that it is of, each once', () => {
  const side = { evaluation: evaluation({ name }) } as CandidateSide
  const baselines = [{ name: 'base' }, { name: 'best' }, { name: 'base' }] as never
  const told = (given: Partial<MeasuredOld>, places: readonly number[] = [0, 2, 7]) =>
    foundOn({ order: order({ baselines: places }), ...given }, { baselines })
  const head = { name, of: 'test', digest: sha256('old'), baselines: ['base'] }
  expect(told({ side })).toStrictEqual({ ...head, candidate: side.evaluation })
  expect(told({ why: 'it failed' })).toStrictEqual({ ...head, why: 'it failed' })
  expect(told({}, [1, 0])).toStrictEqual({ ...head, baselines: ['best', 'base'], why: 'it is not known how' })
})

it('nothing is looked for where there is no such test set', async () => {
  expect(await locateOldTestSets({})).toEqual([])
})
