import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inputError } from '../../../src/errors.ts'
import type { BaselineSource } from '../../../src/evaluate-gate/baselines/find-baselines.ts'
import {
  seedPredictionsOf,
  trainedRowsOf,
  trainingsOf,
} from '../../../src/evaluate-gate/baselines/trainings.ts'
import type { BaselineRequest } from '../../../src/evaluate-gate/request.ts'
import { type ReadRecord, writeBundle } from '../../../src/record/bundle.ts'
import { type Digest, sha256 } from '../../../src/record/digest.ts'
import { recordFormat } from '../../../src/record/every-record.ts'
import type { TrainRecord } from '../../../src/record/train.ts'
import type { Trust } from '../../../src/trust/trust.ts'
import { gateRecord } from '../../report/gate-records.ts'

const record = (change: object = {}) =>
  ({
    schema: recordFormat,
    stage: 'train',
    name: 'penguins',
    verdict: 'trained',
    passes: true,
    reason: 'The model was trained.',
    run: { id: 'r', attempt: 1, event: 'local' },
    built_on: [],
    observed: { started_at: '', finished_at: '', suite_version: '' },
    ...change,
  }) as unknown as TrainRecord

let folder: string
let digest: Digest
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelassay-trainings-'))
  digest = (await writeBundle(join(folder, 'train'), record())).digest
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const request = (name: string) => ({ kind: 'record', name }) as BaselineRequest
const named = (name: string, change: object = {}) => ({ kind: 'record' as const, name, digest, ...change })
const version = (built_on: ReturnType<typeof named>[]): BaselineSource => ({
  version: '1.0.0',
  gate: {
    folder: join(folder, 'gate'),
    record: gateRecord({ built_on }),
  } as unknown as BaselineSource['gate'],
})
const run: BaselineSource = { gate: { folder: '/gate' } as unknown as BaselineSource['gate'] }
const trust = (trainOf: () => Promise<unknown>) => ({ trainOf }) as unknown as Trust
const none = trust(async () => undefined)

const found = async (sources: readonly BaselineSource[], of = none) => {
  const requests = sources.map((_, i) => request(`b${i}`))
  const trainings = await trainingsOf(new Map(requests.map((one, i) => [one, sources[i]!])), of)
  return requests.map((one) => trainings.get(one))
}

it('the training of a version lies beside its gate, and is the one that this names', async () => {
  const good = version([named('base'), named('train', { kind: 'file' }), named('train')])
  const forged = version([named('train', { digest: sha256('another') })])
  const [known, ...unknown] = await found([good, forged, version([]), version([named('base')])])
  expect(known).toMatchObject({ digest, record: { stage: 'train' } })
  expect(unknown).toEqual([undefined, undefined, undefined])
})

it('the training of a run is what the trust finds, where it finds one', async () => {
  const training = { record: record(), digest, folder: '/train' } as ReadRecord<TrainRecord>
  expect(
    await found(
      [run, run],
      trust(async () => training),
    ),
  ).toEqual([training, training])
  expect(await found([run])).toEqual([undefined])
  const lost = inputError('record-broken', 'it was changed', { hint: 'x' })
  expect(
    await found(
      [run],
      trust(() => Promise.reject(lost)),
    ),
  ).toEqual([undefined])
  const mistake = new TypeError('a mistake')
  await expect(
    found(
      [run],
      trust(() => Promise.reject(mistake)),
    ),
  ).rejects.toBe(mistake)
})

it('files of a training are those that its record vouches for', () => {
  const evidence = ['a.csv', 'b.csv', 'rows'].map((path) => ({ path, digest, bytes: 1 }))
  const seed = (number: number, evaluation: string, path: string) => ({
    seed: number,
    evaluation,
    evidence: path,
  })
  const of = {
    folder: '/t',
    record: record({
      evidence,
      seed_predictions: [seed(1, 'test', 'a.csv'), seed(2, 'other', 'b.csv'), seed(3, 'test', 'c.csv')],
      trained_rows: [
        { evidence: 'rows', columns: ['x'] },
        { evidence: 'others', columns: ['y'] },
      ],
    }),
  }
  const label = 'the predictions of seed 1 of this model'
  expect(seedPredictionsOf(of, 'test', 'this model')).toEqual([{ path: '/t/a.csv', label, ships: false }])
  expect(trainedRowsOf(of)).toEqual([{ file: '/t/rows', columns: ['x'] }])
  const bare = {
    ...of,
    record: record({ seed_predictions: of.record.seed_predictions, trained_rows: of.record.trained_rows }),
  }
  expect(seedPredictionsOf(bare, 'test', 'this model')).toEqual([])
  expect(trainedRowsOf(bare)).toEqual([])
  expect(seedPredictionsOf({ ...of, record: record() }, 'test', 'this model')).toEqual([])
  expect(trainedRowsOf({ ...of, record: record() })).toEqual([])
})

it('the seed whose model ships is the one that was chosen, else the first', () => {
  const evidence = ['a.csv', 'b.csv'].map((path) => ({ path, digest, bytes: 1 }))
  const seed_predictions = [
    { seed: 1, evaluation: 'test', evidence: 'a.csv' },
    { seed: 2, evaluation: 'test', evidence: 'b.csv' },
  ]
  const ships = (shipped: Partial<Parameters<typeof record>[0]>) =>
    seedPredictionsOf(
      { folder: '/t', record: record({ evidence, seed_predictions, seeds: [1, 2], ...shipped }) },
      'test',
      'this model',
    ).map((file) => file.ships)
  expect(ships({})).toEqual([true, false])
  expect(ships({ shipped: { seed: 2, by: 'best' } as never })).toEqual([false, true])
})
