import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { measureCandidate } from '../../../src/evaluate-gate/measure/measure-candidate.ts'
import type { JudgeRequest, LocatedEvaluation } from '../../../src/evaluate-gate/request.ts'
import type { PredictionRows } from '../../../src/metrics/read/prediction-rows.ts'
import type { PredictionsSource } from '../../../src/metrics/read/predictions-source.ts'
import { sha256, sha256OfFile } from '../../../src/record/digest.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'modelassay-measure-'))
  await writeFile(join(root, 'm.json'), '{"latency": 3}')
  await writeFile(join(root, 't.csv'), 'table')
  await writeFile(join(root, 'u.csv'), 'other')
})
afterAll(() => rm(root, { recursive: true, force: true }))

const rows: PredictionRows = {
  rows: 4,
  ids: ['a', 'b', 'c', 'd'],
  labels: ['0', '1', '0', '1'],
  predicted: ['0', '1', '1', '1'],
  score: Float64Array.of(0.1, 0.8, 0.7, 0.9),
}
const predictions = { path: '/p.csv', label: 'p.csv' }
const binary = { columns: {}, task: 'binary' as const, positive: '1' }

async function measure(
  request: Partial<LocatedEvaluation>,
  { of = rows, ...asked }: { of?: PredictionRows } & Partial<JudgeRequest> = {},
) {
  const sources: PredictionsSource[] = []
  const reader = {
    read: async (source: PredictionsSource) => {
      sources.push(source)
      return of
    },
    close: () => undefined,
  }
  const all = {
    own: {},
    ruled: ['accuracy'],
    confident: [],
    maxOverlap: 0,
    ...asked,
  } as unknown as JudgeRequest
  const side = await measureCandidate({ name: 'test', config: binary, ...request }, all, reader, root)
  return { side, sources, stored: join(root, 'predictions-test.csv') }
}

it('a candidate is measured by its rows, which are kept', async () => {
  const { side, stored } = await measure({ predictions }, { listed: 7 })
  expect(side).toMatchObject({
    rows,
    meaning: { task: 'binary', positive: '1' },
    kept: await sha256OfFile(stored),
    listed: 7,
    evaluation: { name: 'test', rows: 4, task: 'binary', positive: '1', metrics: { accuracy: 0.75 } },
  })
  expect(side.curves).toBeDefined()
  for (const key of ['judged', 'reported', 'slices', 'fairness', 'naive'])
    expect(side.evaluation).not.toHaveProperty(key)
  expect(side.evaluation.identity).toMatchObject({
    kind: 'content',
    value: expect.stringMatching(/^sha256:/),
  })
  expect((await measure({ predictions })).side).not.toHaveProperty('listed')
})

it('rows that are not judged are told so, and not cut into parts', async () => {
  const parts = { columns: ['sex'], depth: 1, bins: 4 }
  const slices = { ...parts, minRows: 1, ruled: [], confident: [] }
  const { side, sources } = await measure({ predictions, judged: false }, { slices, fairness: parts })
  expect(side.evaluation).toHaveProperty('judged', false)
  expect(side).not.toHaveProperty('curves')
  expect(side).not.toHaveProperty('sliced')
  expect(sources[0]!.attributes).toEqual([])
})

it('columns are asked for by the key that names them, each once', async () => {
  const columns = { group: 'home', time: 'day' }
  const parts = { columns: ['sex', 'home'], depth: 1, bins: 4 }
  const slices = { ...parts, columns: ['sex'], minRows: 1, ruled: [], confident: [] }
  const attributes = { sex: ['f', 'm', 'f', 'm'], home: ['x', 'x', 'y', 'y'], day: ['1', '2', '3', '4'] }
  const key = { key: 'evaluations.a.columns.time', place: {} }
  const sex = { key: 'gate.slices.columns', place: { file: 'modelassay.yml', line: 9 } }
  const { side, sources, stored } = await measure(
    { predictions, config: { ...binary, columns }, asked: { 'columns.time': key, 'attributes.sex': sex } },
    { slices, fairness: parts, of: { ...rows, attributes } },
  )
  expect(sources[0]!.attributes).toEqual(['sex', 'home', 'day'])
  expect(sources[0]!.asked).toEqual({
    'columns.time': key,
    'attributes.day': key,
    'attributes.home': { key: 'evaluate.columns.group', place: {} },
    'attributes.sex': sex,
  })
  expect(side.meaning).toEqual({ task: 'binary', positive: '1', dependence: { group: 'home', time: 'day' } })
  expect((await readFile(stored, 'utf8')).split('\n')[0]).toMatch(
    /attribute:sex.*attribute:home|attribute:home.*attribute:sex/,
  )
  const alone = await measure(
    { predictions, config: { ...binary, columns: { group: 'home' } } },
    { fairness: { ...parts, columns: ['sex'] }, of: { ...rows, attributes } },
  )
  expect(alone.side.meaning!.dependence).toEqual({ group: 'home' })
  expect(alone.sources[0]!.asked).toMatchObject({ 'attributes.home': { key: 'evaluate.columns.group' } })
  expect(await readFile(alone.stored, 'utf8')).not.toContain('sex')
  expect((await measure({ predictions })).side.meaning).not.toHaveProperty('dependence')
})

it('its test set is the table of its labels, else the one that it is made on, else its rows', async () => {
  const table = (name: string) => ({
    label: name,
    several: false,
    files: [{ file: join(root, name), label: name, path: name, partition: [] }],
  })
  const identity = async (request: Partial<LocatedEvaluation>) =>
    (await measure({ predictions, ...request })).side.evaluation.identity.value
  const truth = { ...table('t.csv'), column: 'y', id: 'id' }
  expect(await identity({ truth, testTable: table('u.csv') })).toBe(sha256('table'))
  expect(await identity({ testTable: table('u.csv') })).toBe(sha256('other'))
  expect(await identity({})).not.toBe(sha256('table'))
})

it('values alone are a file’s word, of a test set that nobody knows', async () => {
  const metrics = { path: join(root, 'm.json'), label: 'm.json' }
  const bare = { config: { columns: {} }, metrics }
  const { side, sources } = await measure(bare)
  expect(sources).toEqual([])
  expect(side).toStrictEqual({
    request: { name: 'test', ...bare },
    ruled: [],
    evaluation: {
      name: 'test',
      identity: { kind: 'none' },
      rows: 0,
      task: 'aggregate',
      metrics: { latency: 3 },
      undefined: [],
      reported: ['latency'],
    },
  })
  const unjudged = await measure({ metrics, judged: false })
  expect(unjudged.side.evaluation).toMatchObject({ judged: false, task: 'binary' })
  const missing = (await measure({ config: { columns: {} }, metrics }, { ruled: ['gone'] })).side.evaluation
  expect(missing).not.toHaveProperty('intervals')
  const both = (await measure({ predictions, metrics })).side.evaluation
  expect(both).toMatchObject({ metrics: { accuracy: 0.75, latency: 3 }, reported: ['latency'] })
})

it('predictions without a single label are no test set', async () => {
  const unlabelled = { ...rows, labels: [null, null, null, null] }
  await expect(measure({ predictions }, { of: unlabelled })).rejects.toThrow('label')
})
