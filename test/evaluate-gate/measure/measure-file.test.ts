import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CandidateSide } from '../../../src/evaluate-gate/measure/measure-candidate.ts'
import { measureFile } from '../../../src/evaluate-gate/measure/measure-file.ts'
import type { JudgeRequest } from '../../../src/evaluate-gate/request.ts'
import type { PredictionRows } from '../../../src/metrics/read/prediction-rows.ts'
import type { PredictionsSource } from '../../../src/metrics/read/predictions-source.ts'
import { sha256 } from '../../../src/record/digest.ts'
import { ruledMetrics } from '../../../src/rules/ruled-metrics.ts'
import { evaluation } from '../an-evaluation.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'modelassay-file-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const rowsOf = (predicted: readonly string[], change: Partial<PredictionRows> = {}): PredictionRows => ({
  rows: 4,
  ids: ['a', 'b', 'c', 'd'],
  labels: ['0', '1', '0', '1'],
  predicted,
  ...change,
})
const side = (change: Partial<CandidateSide> = {}, request: object = {}): CandidateSide => ({
  request: { name: 'test', config: { columns: {} }, ...request },
  evaluation: evaluation(),
  rows: rowsOf(['0', '1', '0', '1']),
  meaning: { task: 'binary', positive: '1' },
  ruled: ruledMetrics(['accuracy'], {}),
  ...change,
})
const values = () => {
  const { rows: _, ...none } = side()
  return none
}

interface World {
  readonly sides?: readonly CandidateSide[]
  readonly read?: PredictionRows
  readonly asked?: object
}
async function measure(
  label: string,
  text: string | undefined,
  { sides = [side()], read, asked }: World = {},
) {
  const path = join(root, label)
  await mkdir(dirname(path), { recursive: true })
  if (text !== undefined) await writeFile(path, text)
  const sources: PredictionsSource[] = []
  const reader = {
    read: async (source: PredictionsSource) => {
      sources.push(source)
      return read ?? rowsOf(['0', '0', '1', '1'])
    },
    close: () => undefined,
  }
  const request = {
    evaluations: [{ name: 'test', predictions: { path: join(root, 'own.csv'), label: 'own.csv' } }],
    own: {},
    ruled: ['latency'],
    maxOverlap: 0,
    run: { id: 'r' },
    ...asked,
  } as unknown as JudgeRequest
  const found = await measureFile({ name: `file:${label}`, file: { path, label } }, sides, request, reader)
  return { ...found, sources, one: found.measured.evaluations[0]! }
}
/** Whether a file is taken for predictions, by its content. */
const isRead = async (label: string, text: string) => (await measure(label, text)).sources.length === 1

describe('a file that is a baseline', () => {
  it('holds predictions, which are paired with those of the candidate', async () => {
    const text = 'id,label,prediction\na,0,0\nb,1,0\n'
    const { measured, readFrom, sources } = await measure('p.csv', text)
    expect(measured).toEqual({
      name: 'file:p.csv',
      description: 'the file p.csv',
      evaluations: [
        expect.objectContaining({
          name: 'test',
          comparable: true,
          metrics: expect.objectContaining({ accuracy: 0.5 }),
          sameTestSet: false,
        }),
      ],
    })
    expect(readFrom).toEqual({ kind: 'file', name: 'baseline file:p.csv', digest: sha256(text) })
    expect(sources).toStrictEqual([
      {
        predictions: { path: join(root, 'p.csv'), label: 'p.csv' },
        evaluation: { columns: {} },
        values: [],
        attributesWhereKnown: [],
      },
    ])
  })

  it('is read as the candidate is', async () => {
    const truth = { label: 't.csv', files: [], several: false, id: 'id', column: 'y' }
    const asked = { 'columns.id': { key: 'k', place: {} } }
    const of = side(
      { rows: rowsOf(['0', '1', '0', '1'], { attributes: { sex: ['f', 'm', 'f', 'm'] } }) },
      { truth, asked },
    )
    const { sources } = await measure('p.csv', 'id,prediction\n', { sides: [of] })
    expect(sources[0]).toMatchObject({ truth, asked, attributesWhereKnown: ['sex'] })
  })

  it('or metrics, by its name or its shape', async () => {
    const { one, sources } = await measure('m.json', '{"accuracy": 0.7, "latency": 3}', { sides: [values()] })
    expect(sources).toEqual([])
    expect(one).toMatchObject({
      comparable: true,
      rows: 0,
      metrics: { accuracy: 0.7, latency: 3 },
      sameTestSet: false,
    })
    for (const label of ['m.yaml', 'm.yml', 'm.toml', 'M.JSON'])
      expect(await isRead(label, label === 'm.toml' ? 'a = 1\n' : '{"a": 1}')).toBe(false)
    for (const text of [
      'metric,value\na,1\nb,2\n',
      ' Name ,value\na,1\nb,2\n',
      'key,value\na,1\n',
      'accuracy,f1\n0.5,0.6\n\n ,\n',
    ])
      expect(await isRead('m.csv', text)).toBe(false)
  })

  it('and not metrics where it only looks so', async () => {
    for (const text of [
      'id,prediction\na,1\n',
      'Y_TRUE,score\n1,1\n',
      'target,x\n1,1\n',
      'label,x\n1,1\n',
      'x,y_pred\n1,1\n',
      'x,predicted\n1,1\n',
      'accuracy,f1\n1,2\n3,4\n',
      'metric,value,id\na,1,2\nb,1,2\n',
      `accuracy,f1\n0.5,${'0'.repeat(64 * 1024)}\n`,
    ])
      expect(await isRead('p.csv', text)).toBe(true)
    expect(await isRead('p.json', 'PAR1')).toBe(true)
    expect(await isRead('p.tsv', 'accuracy\tf1\n1\t2\n')).toBe(true)
  })

  it('or a record, which must lie beside its evidence', async () => {
    const stray = { code: 'record-unreadable' }
    await expect(measure('r.json', '{"schema": "modelassay/v1"}')).rejects.toMatchObject(stray)
    await expect(measure('r.json', '{"stage" : "evaluate-gate"}')).rejects.toMatchObject(stray)
    await expect(measure('bundle/record.json', '{}')).rejects.not.toThrow('outside its folder')
  })
})

describe('a file is no baseline', () => {
  it('where it is the candidate’s own, by whatever name', async () => {
    const own = { code: 'baseline-is-candidate' }
    await expect(measure('own.csv', 'id,prediction\n')).rejects.toMatchObject(own)
    await symlink(join(root, 'own.csv'), join(root, 'copy.csv'))
    await expect(measure('copy.csv', undefined)).rejects.toMatchObject(own)
    const asked = {
      evaluations: [{ name: 'test', metrics: { path: join(root, 'm2.json'), label: 'm2.json' } }],
    }
    await expect(measure('m2.json', '{"a": 1}', { asked })).rejects.toMatchObject(own)
    const gone = {
      evaluations: [{ name: 'test', metrics: { path: join(root, 'gone.json'), label: 'gone' } }],
    }
    await expect(measure('gone.json', undefined, { asked: gone })).rejects.toMatchObject(own)
  })

  it('where it is not there, or is no file', async () => {
    await expect(measure('gone.csv', undefined)).rejects.toMatchObject({
      code: 'baseline-not-found',
      place: { file: 'gone.csv' },
    })
    await mkdir(join(root, 'folder.csv'))
    await expect(measure('folder.csv', undefined)).rejects.toMatchObject({ code: 'not-a-file' })
  })

  it('where nothing says of which evaluation it is', async () => {
    const ambiguous = { code: 'baseline-ambiguous' }
    const sides = [side(), side({}, { name: 'other' })]
    await expect(measure('p.csv', 'id,prediction\n', { sides })).rejects.toMatchObject(ambiguous)
    await expect(measure('p.csv', 'id,prediction\n', { sides: [] })).rejects.toMatchObject(ambiguous)
    const training = side({}, { name: 'train', judged: false })
    expect((await measure('p.csv', 'id,prediction\n', { sides: [training, side()] })).one.name).toBe('test')
  })

  it('of rows that are others, or that were trained on, or of values alone', async () => {
    const lost = (reason: string) => ({ name: 'test', comparable: false, reason, had: [] })
    const read = rowsOf(['0', '0', '1', '1'], { ids: ['a', 'b', 'c', 'x'] })
    expect((await measure('p.csv', 'id,prediction\n', { read })).one).toEqual(
      lost("1 of 4 ids are not those of this model's rows"),
    )
    expect((await measure('p.csv', 'id,prediction\n', { sides: [values()] })).one).toEqual(
      lost('it holds predictions, and of this model there are only reported metrics'),
    )
    const seen = [side({ overlap: new Set(['a']) })]
    expect((await measure('p.csv', 'id,prediction\n', { sides: seen })).one).toMatchObject({
      comparable: false,
      reason: expect.stringContaining('1 test row of 4'),
    })
  })
})
