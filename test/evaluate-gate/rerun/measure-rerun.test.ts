import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inputError, outsideError } from '../../../src/errors.ts'
import type { CandidateSide } from '../../../src/evaluate-gate/measure/measure-candidate.ts'
import type { JudgeRequest, RerunOrder } from '../../../src/evaluate-gate/request.ts'
import { measureRerun } from '../../../src/evaluate-gate/rerun/measure-rerun.ts'
import type { PredictionRows } from '../../../src/metrics/read/prediction-rows.ts'
import type { PredictionsSource } from '../../../src/metrics/read/predictions-source.ts'
import type { Evaluation } from '../../../src/record/evaluation.ts'
import { ruledMetrics } from '../../../src/rules/ruled-metrics.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelassay-measure-rerun-'))
  await writeFile(join(folder, 'm.json'), '{"latency": 3, "words": "many"}')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const rowsOf = (predicted: readonly string[], change: Partial<PredictionRows> = {}): PredictionRows => ({
  rows: 4,
  ids: ['a', 'b', 'c', 'd'],
  labels: ['0', '1', '0', '1'],
  predicted,
  ...change,
})
const recordedOf = (metrics: Record<string, number>): Evaluation => ({
  name: 'test',
  identity: { kind: 'none' },
  rows: 9,
  task: 'binary',
  metrics,
  undefined: [],
})
const side = (rows?: PredictionRows): CandidateSide => ({
  request: {
    name: 'test',
    config: { columns: { id: 'key' }, task: 'binary', positive: '1' },
    truth: { files: [], label: 'truth.csv', column: 'y', id: 'key' } as never,
  },
  evaluation: recordedOf({ accuracy: 1 }),
  ruled: ruledMetrics(['accuracy'], {}),
  meaning: { task: 'binary', positive: '1' },
  ...(rows && { rows }),
})
const asked = {
  own: { cost: { mean: 'cost' } },
  ruled: ['latency', 'words'],
  maxOverlap: 0.5,
} as unknown as JudgeRequest

const predictions = { path: '/p.csv', label: 'p.csv of the baseline' }
const metrics = () => ({ path: join(folder, 'm.json'), label: 'm.json of the baseline' })
const columns = { prediction: 'hat' }

interface World {
  readonly order?: Partial<RerunOrder>
  readonly of?: CandidateSide
  readonly recorded?: Evaluation
  readonly read?: () => PredictionRows
  readonly overlap?: readonly string[]
}
async function measured({
  order = { files: { predictions, columns } },
  of = side(rowsOf(['0', '1', '1', '1'])),
  recorded = recordedOf({ accuracy: 0.9 }),
  read = () => rowsOf(['0', '0', '1', '1']),
  overlap,
}: World = {}) {
  const sources: PredictionsSource[] = []
  const reader = {
    read: async (source: PredictionsSource) => {
      sources.push(source)
      return read()
    },
    close: () => undefined,
  }
  const overlaps = overlap ? { test: new Set(overlap) } : {}
  const found = await measureRerun({ always: false, ...order }, of, recorded, { asked, reader, overlaps })
  return { found, sources }
}

describe('a baseline that was evaluated again', () => {
  it('is measured on the rows of the candidate, by its own columns and their labels', async () => {
    const { found, sources } = await measured()
    expect(found).toMatchObject({
      name: 'test',
      comparable: true,
      rows: 4,
      metrics: { accuracy: 0.5 },
      sameTestSet: true,
      again: true,
      differences: { accuracy: { change: 0.25 } },
    })
    expect(sources).toEqual([
      {
        predictions,
        evaluation: { columns, task: 'binary', positive: '1' },
        values: ['cost'],
        attributesWhereKnown: [],
        truth: side().request.truth,
      },
    ])
  })

  it('is held to the slices of the candidate', async () => {
    const attributes = { sex: ['f', 'm', 'f', 'm'] }
    const { sources } = await measured({ of: side(rowsOf(['0', '1', '1', '1'], { attributes })) })
    expect(sources[0]!.attributesWhereKnown).toEqual(['sex'])
    const moved = rowsOf(['0', '0', '1', '1'], { attributes: { sex: ['m', 'm', 'f', 'm'] } })
    const { found } = await measured({
      of: side(rowsOf(['0', '1', '1', '1'], { attributes })),
      read: () => moved,
    })
    expect(found).toMatchObject({ comparable: false })
  })

  it('has the values of its metrics file, and those that it has not any more have no value', async () => {
    const { found } = await measured({
      order: { files: { predictions, metrics: metrics(), columns } },
      recorded: recordedOf({ accuracy: 0.9, model_bytes: 70, gone: 1, words: 4 }),
    })
    expect(found).toMatchObject({ metrics: { accuracy: 0.5, latency: 3, model_bytes: 70 } })
    const none = found.comparable ? found.undefined : []
    expect(none).toContainEqual({ metric: 'gone', reason: 'evaluated again it has none' })
    expect(none.filter(({ metric }) => metric === 'words')).toEqual([
      { metric: 'words', reason: expect.stringMatching(/^in m\.json of the baseline it /) },
    ])
    expect(none.map(({ metric }) => metric)).not.toContain('model_bytes')
    expect(none.map(({ metric }) => metric)).not.toContain('accuracy')
  })

  it('is compared on the rows that it was not trained on, or not at all', async () => {
    const { found } = await measured({ overlap: ['a'] })
    expect(found).toMatchObject({ comparable: true, rows: 3, trainedOn: 1 })
    const { found: none } = await measured({ overlap: ['a', 'b', 'c'] })
    expect(none).toMatchObject({ comparable: false, again: true })
    expect(none.comparable ? '' : none.reason).toContain('3 test rows of 4')
  })

  it('of a candidate without rows has what its metrics file says', async () => {
    const order = { files: { predictions, metrics: metrics(), columns } }
    const { found, sources } = await measured({ of: side(), order, recorded: recordedOf({ latency: 5 }) })
    expect(sources).toEqual([])
    expect(found).toMatchObject({
      name: 'test',
      comparable: true,
      rows: 0,
      metrics: { latency: 3 },
      sameTestSet: true,
      again: true,
    })
    expect(found).not.toHaveProperty('metrics.model_bytes')
  })
})

describe('a baseline that cannot be evaluated again keeps the names of what it had', () => {
  it.each<[string, string, () => World]>([
    ['it was not planned', 'it is not known how', () => ({ order: {} })],
    ['the plan says why', 'no commit', () => ({ order: { why: 'no commit' } })],
    [
      'it writes no metrics, which is all that there is of the candidate',
      'its evaluation writes no metrics file',
      () => ({ of: side() }),
    ],
    [
      'it writes no predictions',
      'its evaluation writes no predictions',
      () => ({ order: { files: { metrics: metrics(), columns } } }),
    ],
    [
      'it predicted other rows',
      "1 of 4 ids are not those of this model's rows",
      () => ({ read: () => rowsOf(['0', '0', '1', '1'], { ids: ['a', 'b', 'c', 'x'] }) }),
    ],
    [
      'what it wrote cannot be read',
      'no column hat',
      () => ({
        read: () => {
          throw inputError('column', 'no column hat', { hint: 'x' })
        },
      }),
    ],
  ])('where %s', async (_what, why, world) => {
    const { found } = await measured(world())
    expect(found).toEqual({
      name: 'test',
      comparable: false,
      reason: `its model cannot be evaluated again: ${why}`,
      had: ['accuracy'],
      again: true,
    })
  })

  it.each([
    ['the outside world', outsideError('no-network', 'no answer', { hint: 'x' })],
    ['the suite itself', new TypeError('a mistake')],
  ])('but trouble of %s is an error', async (_what, error) => {
    const read = () => {
      throw error
    }
    await expect(measured({ read })).rejects.toBe(error)
  })
})
