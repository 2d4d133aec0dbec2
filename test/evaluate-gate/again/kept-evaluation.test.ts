import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Config, configSchema } from '../../../src/config/schema.ts'
import { keptEvaluation, withClaims, withLabels } from '../../../src/evaluate-gate/again/kept-evaluation.ts'
import type { CandidateSide } from '../../../src/evaluate-gate/measure/measure-candidate.ts'
import type { PredictionRows } from '../../../src/metrics/read/prediction-rows.ts'
import type { ReadRecord } from '../../../src/record/bundle.ts'
import { sha256 } from '../../../src/record/digest.ts'
import type { EvaluateGateRecord } from '../../../src/record/evaluate-gate.ts'
import type { Evaluation } from '../../../src/record/evaluation.ts'
import { gateRecord } from '../../report/gate-records.ts'

let scratch: string
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'modelassay-kept-'))
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

const evaluate = (change: object = {}): Config['evaluations'][string] =>
  configSchema.parse({ name: 'x', evaluate: { predictions: 'p.csv', ...change } }).evaluations.test!

const evaluation = (change: Partial<Evaluation> = {}): Evaluation => ({
  ...gateRecord().evaluations![0]!,
  ...change,
})
const stored = (
  evaluations: readonly Evaluation[] | undefined,
  files: readonly string[] = ['predictions-test.csv', 'else'],
): ReadRecord<EvaluateGateRecord> => ({
  record: {
    ...gateRecord({ evaluations: evaluations as Evaluation[] }),
    evidence: files.map((path) => ({ path, digest: sha256(path), bytes: 1 })),
  } as EvaluateGateRecord,
  digest: sha256('record'),
  folder: '/kept',
})

describe('what a run kept of an evaluation', () => {
  const kept = (of: ReturnType<typeof stored>, config = evaluate(), name = 'test') =>
    keptEvaluation(name, config, of, scratch)

  it('is its predictions, meant as the rules mean them and not as it did', async () => {
    const own = evaluation({ task: 'regression', positive: 'x' })
    const file = 'predictions-test.csv'
    const predictions = { path: join('/kept', file), label: file }
    expect(await kept(stored([own]))).toStrictEqual({ name: 'test', config: { columns: {} }, predictions })
    expect(await kept(stored(undefined))).toStrictEqual({
      name: 'test',
      config: { columns: {} },
      predictions,
    })
    const meant = evaluate({ task: 'binary', positive: '1', columns: { weight: 'w' }, judged: false })
    expect(await kept(stored([own]), meant)).toStrictEqual({
      name: 'test',
      config: { columns: { weight: 'w' }, task: 'binary', positive: '1' },
      judged: false,
      predictions,
    })
  })

  it('is the values that it took from a metrics file, and no other', async () => {
    const metrics = { accuracy: 1, latency: 7 }
    const of = [
      evaluation({ name: 'other', metrics: { size: 9 }, reported: ['size'] }),
      evaluation({ metrics, reported: ['latency', 'gone', 'constructor'] }),
    ]
    const found = await kept(stored(of, ['else']))
    const label = 'reported-test.json'
    expect(found).toStrictEqual({
      name: 'test',
      config: { columns: {} },
      metrics: { path: join(scratch, label), label },
    })
    expect(await readFile(join(scratch, label), 'utf8')).toBe('{"latency":7}')
    expect(await kept(stored(of))).toHaveProperty('predictions')
  })

  it.each<[string, readonly Evaluation[] | undefined, readonly string[] | undefined]>([
    ['kept other files alone', [evaluation()], ['predictions-other.csv']],
    ['judged nothing', undefined, []],
    ['judged another evaluation', [evaluation({ name: 'other', reported: ['accuracy'] })], []],
    ['kept no value of those that it names', [evaluation({ metrics: {}, reported: ['latency'] })], []],
  ])('is missing where it %s', async (_what, evaluations, files) => {
    await expect(kept(stored(evaluations, files))).rejects.toMatchObject({ code: 'predictions-missing' })
  })

  it('is missing where its record lists no files', async () => {
    const { record, ...of } = stored([evaluation()])
    const { evidence: _, ...bare } = record
    await expect(kept({ ...of, record: bare as EvaluateGateRecord })).rejects.toMatchObject({
      code: 'predictions-missing',
    })
  })
})

const rows: PredictionRows = { rows: 2, ids: ['b', 'a,1'], labels: ['1', null], predicted: ['1', '0'] }
const side = (change: Partial<PredictionRows> | undefined = {}): CandidateSide => ({
  request: { name: 'test', config: { columns: {} } },
  evaluation: evaluation({ identity: { kind: 'none' } }),
  ruled: [],
  ...(change && { rows: { ...rows, ...change } }),
})

describe('what a run claims of its test set', () => {
  it('is which one it is, and how much of it was seen', () => {
    const identity = { kind: 'content' as const, value: sha256('its') }
    const claims = (change: Partial<Evaluation>) =>
      withClaims(
        side(),
        gateRecord({ evaluations: [evaluation({ name: 'other' }), evaluation({ identity, ...change })] }),
      ).evaluation
    const { evaluation: own } = side()
    expect(claims({ metrics: { accuracy: 0 } })).toStrictEqual({ ...own, identity })
    expect(claims({ trained_on: 0 })).toStrictEqual({ ...own, identity, trained_on: 0 })
    expect(claims({ trained_on_unknown: 'no' })).toStrictEqual({ ...own, identity, trained_on_unknown: 'no' })
  })

  it('is nothing of an evaluation that it does not name', () => {
    const { evaluations: _, ...none } = gateRecord()
    expect(withClaims(side(), none)).toEqual(side())
    expect(withClaims(side(), gateRecord({ evaluations: [evaluation({ name: 'other' })] }))).toEqual(side())
  })
})

describe('the labels that other predictions are joined with', () => {
  const truth = { truth: { table: 'test', column: 'y', id: 'key' } }
  const written = async (change: Partial<PredictionRows>, of: object = truth) => {
    const { request } = await withLabels(side(change), evaluate(of), scratch)
    expect(request.truth).toMatchObject({
      label: 'the labels of test',
      several: false,
      id: 'key',
      column: 'y',
    })
    const [file, second] = request.truth!.files
    expect(second).toBeUndefined()
    expect(file).toMatchObject({ label: 'the labels of test', path: 'the labels of test', partition: [] })
    return readFile(file!.file, 'utf8')
  }

  it('are those that were judged by, with what rows weigh and the slice that they are in', async () => {
    expect(await written({})).toBe('key,y\nb,1\n"a,1",\n')
    const more = { weights: Float64Array.of(2, 0.5), attributes: { sex: ['f', null] } }
    expect(await written(more)).toBe('sex,key,y\nf,b,1\n,"a,1",\n')
    expect(await written(more, { ...truth, columns: { weight: 'w' } })).toBe(
      'sex,w,key,y\nf,2,b,1\n,0.5,"a,1",\n',
    )
    expect(await written({}, { ...truth, columns: { weight: 'w' } })).toBe('key,y\nb,1\n"a,1",\n')
  })

  it('are in each file where the rules take them from no table, or rows have no ids', async () => {
    expect(await withLabels(side(), evaluate(), scratch)).toEqual(side())
    const { ids: _, ...unnamed } = rows
    const bare = { ...side(), rows: unnamed }
    expect(await withLabels(bare, evaluate(truth), scratch)).toEqual(bare)
    const { rows: __, ...none } = side()
    expect(await withLabels(none, evaluate(truth), scratch)).toEqual(none)
  })
})
