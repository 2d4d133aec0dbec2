import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CandidateSide } from '../../../src/evaluate-gate/measure/measure-candidate.ts'
import { measureRecord, type RecordBaseline } from '../../../src/evaluate-gate/measure/measure-record.ts'
import type { RerunOrder } from '../../../src/evaluate-gate/request.ts'
import type { Rerunning } from '../../../src/evaluate-gate/rerun/measure-rerun.ts'
import type { PredictionRows } from '../../../src/metrics/read/prediction-rows.ts'
import { storePredictions } from '../../../src/metrics/read/stored-predictions.ts'
import { evidenceOf, writeBundle } from '../../../src/record/bundle.ts'
import { sha256, sha256OfFile } from '../../../src/record/digest.ts'
import type { EvaluateGateRecord } from '../../../src/record/evaluate-gate.ts'
import type { Evaluation } from '../../../src/record/evaluation.ts'
import { findingDigest } from '../../../src/record/finding.ts'
import { ownMetrics, ruledMetrics } from '../../../src/rules/ruled-metrics.ts'
import { gateRecord } from '../../report/gate-records.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'modelassay-record-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const rowsOf = (predicted: readonly string[], change: Partial<PredictionRows> = {}): PredictionRows => ({
  rows: 4,
  ids: ['a', 'b', 'c', 'd'],
  labels: ['0', '1', '0', '1'],
  predicted,
  ...change,
})
const now = rowsOf(['0', '1', '1', '1'])
const before = rowsOf(['0', '0', '1', '1'])
const content = (value: string) => ({ kind: 'content' as const, value: sha256(value) })
const evaluation = (change: Partial<Evaluation> = {}): Evaluation => ({
  name: 'test',
  identity: content('set'),
  rows: 4,
  task: 'binary',
  positive: '1',
  metrics: { accuracy: 0.123, latency: 7 },
  undefined: [],
  ...change,
})
const own = { cost: { mean: 'cost', direction: 'lower' as const } }
const side = (change: Partial<CandidateSide> = {}): CandidateSide => ({
  request: { name: 'test', config: { columns: {} } },
  evaluation: evaluation({ metrics: { accuracy: 0.75 } }),
  rows: now,
  meaning: { task: 'binary', positive: '1' },
  ruled: ruledMetrics(['accuracy'], {}),
  own: [],
  ...change,
})
const values = (change: Partial<Evaluation> = {}): CandidateSide => {
  const { rows: _, ...none } = side({ evaluation: evaluation(change) })
  return none
}

let bundles = 0
/** A record with its predictions, unless a text takes their place or nothing does. */
async function recorded(
  change: Partial<EvaluateGateRecord> = {},
  kept: PredictionRows | string | undefined = before,
) {
  const folder = join(root, `${++bundles}`)
  await mkdir(folder)
  const file = 'predictions-test.csv'
  if (typeof kept === 'string' && kept !== '') await writeFile(join(folder, file), kept)
  if (typeof kept === 'object') await storePredictions(join(folder, file), kept)
  const record = gateRecord({
    evaluations: [evaluation()],
    ...(kept !== '' && { evidence: [await evidenceOf(folder, file)] }),
    ...change,
  })
  return writeBundle(folder, record)
}

interface World {
  readonly record?: Partial<EvaluateGateRecord>
  readonly kept?: PredictionRows | string
  readonly sides?: readonly CandidateSide[]
  readonly notOf?: { readonly id: string; readonly repository?: string }
  readonly baseline?: Partial<RecordBaseline>
  readonly rerun?: Rerunning
}
async function measure({ record, kept, sides = [side()], notOf, baseline = {}, rerun }: World = {}) {
  const { folder, ...read } = await recorded(record, kept)
  return {
    ...(await measureRecord({ name: 'base', folder, ...baseline }, sides, notOf, rerun)),
    read,
    folder,
  }
}
const sideOf = async (world?: World) => (await measure(world)).measured.evaluations[0]!
const reasonOf = async (world: World) => {
  const found = await sideOf(world)
  expect(found).toMatchObject({ name: 'test', comparable: false, had: ['accuracy', 'latency'] })
  return found.comparable ? '' : found.reason
}

describe('a recorded baseline', () => {
  it('is measured anew from what it kept, whatever its record says', async () => {
    const { measured, readFrom, read } = await measure()
    expect(measured).toMatchObject({
      name: 'base',
      description: 'run 4711 at c0ffee0',
      run: '4711',
      artifact: 'modelassay-penguins-evaluate-gate-1',
      sha: read.record.run.sha,
      model_digest: sha256('new'),
      evaluations: [
        {
          name: 'test',
          comparable: true,
          rows: 4,
          metrics: { accuracy: 0.5 },
          differences: { accuracy: { change: 0.25 } },
          sameTestSet: true,
        },
      ],
    })
    for (const key of ['url', 'behind', 'only']) expect(measured).not.toHaveProperty(key)
    expect(measured.evaluations[0]).not.toHaveProperty('samePredictions')
    expect(readFrom).toEqual({
      kind: 'record',
      name: 'baseline base',
      digest: read.digest,
      finding: findingDigest(read.record),
    })
  })

  it('is told by what was said of it', async () => {
    const said = { description: 'version 1', url: 'https://localhost', behind: 0, only: ['f1'] }
    expect((await measure({ baseline: said })).measured).toMatchObject(said)
    const { sha: _, ...run } = gateRecord().run
    const { model_digest: __, ...bare } = gateRecord({ run, evaluations: [evaluation()] })
    const folder = join(root, `${++bundles}`)
    await writeBundle(folder, bare as EvaluateGateRecord)
    const { measured } = await measureRecord({ name: 'base', folder }, [], undefined)
    expect(measured.description).toBe('run 4711')
    expect(measured).not.toHaveProperty('sha')
    expect(measured).not.toHaveProperty('model_digest')
  })

  it('is the very record that was promised', async () => {
    const { digest, folder } = await recorded()
    const of = (promised: string) => measureRecord({ name: 'base', folder, digest: promised }, [], undefined)
    expect((await of(digest)).readFrom.digest).toBe(digest)
    await expect(of(sha256('another'))).rejects.toMatchObject({ code: 'record-digest' })
  })

  it('is of no run that is the candidate’s own', async () => {
    const { id, repository } = gateRecord().run
    const notOf = { id, ...(repository !== undefined && { repository }) }
    await expect(measure({ notOf })).rejects.toMatchObject({ code: 'baseline-is-candidate' })
    await expect(measure({ notOf: { ...notOf, repository: 'other/penguins' } })).resolves.toBeDefined()
    await expect(measure({ notOf: { ...notOf, id: '1' } })).resolves.toBeDefined()
    // what was done in a folder without commits, or before the next commit, may be anything
    const { sha: _, ...run } = gateRecord().run
    for (const any of [
      { ...run, id: 'no-git' },
      { ...gateRecord().run, dirty: true },
    ]) {
      const ofIt = { ...notOf, id: any.id }
      await expect(measure({ record: { run: any }, notOf: ofIt })).resolves.toBeDefined()
    }
    await expect(measure({ record: { evaluations: [] } })).rejects.toMatchObject({ code: 'baseline-empty' })
  })

  it('predicted the very same where the kept files are equal, byte for byte', async () => {
    const { folder } = await recorded({}, now)
    const kept = await sha256OfFile(join(folder, 'predictions-test.csv'))
    expect(await sideOf({ kept: now, sides: [side({ kept })] })).toMatchObject({ samePredictions: true })
    expect(await sideOf({ sides: [side({ kept })] })).not.toHaveProperty('samePredictions')
  })

  it('has the values of its metrics file as it recorded them, and no others', async () => {
    const found = await sideOf({ record: { evaluations: [evaluation({ reported: ['latency', 'gone'] })] } })
    expect(found).toMatchObject({ metrics: { accuracy: 0.5, latency: 7 } })
    expect(found).not.toHaveProperty('metrics.gone')
    expect(await sideOf()).not.toHaveProperty('metrics.latency')
  })

  it('is measured by own metrics whose columns it kept, and lacks the others', async () => {
    const cost = Float64Array.of(1, 2, 3, 4)
    const sides = [side({ rows: { ...now, values: { cost } }, own: ownMetrics(own), ruled: ownMetrics(own) })]
    expect(
      await sideOf({ sides, kept: { ...before, values: { cost: Float64Array.of(1, 2, 3, 5) } } }),
    ).toMatchObject({
      metrics: { cost: 2.75 },
      differences: { cost: { change: -0.25 } },
    })
    const without = await sideOf({ sides })
    expect(without).toMatchObject({ comparable: true, differences: {} })
    expect(without).not.toHaveProperty('metrics.cost')
    const { own: _, ...bare } = side()
    expect(await sideOf({ sides: [bare] })).toMatchObject({ metrics: { accuracy: 0.5 } })
  })

  it('is left alone on rows that it did not judge', async () => {
    const evaluations = [evaluation({ name: 'train', judged: false }), evaluation()]
    expect((await measure({ record: { evaluations } })).measured.evaluations).toHaveLength(1)
  })
})

describe('a recorded baseline is not compared', () => {
  it('where this model was not judged on its test set', async () => {
    const other = side({ request: { name: 'other', config: { columns: {} } } })
    expect(await reasonOf({ sides: [other] })).toBe('this model was not judged on it')
  })

  it('where its predictions were not kept, or are none', async () => {
    expect(await reasonOf({ kept: '' })).toMatch(/^its predictions were not kept/)
    expect(await reasonOf({ kept: 'no,predictions\n1,2\n' })).not.toBe('')
  })

  it('where its metrics mean something else', async () => {
    expect(await reasonOf({ record: { evaluations: [evaluation({ positive: '0' })] } })).toBe(
      'its metrics are defined otherwise: binary with "0" as positive there, binary with "1" as positive here',
    )
    const { positive: _, ...numbers } = evaluation({ task: 'multiclass' })
    expect(await reasonOf({ record: { evaluations: [numbers] } })).toBe(
      'its metrics are defined otherwise: multiclass there, binary with "1" as positive here',
    )
    const task = evaluation({ task: 'multilabel' as Evaluation['task'] })
    expect(await reasonOf({ record: { evaluations: [task] } })).toContain(
      'multilabel with "1" as positive there',
    )
  })

  it('where its test set is another, or its rows are', async () => {
    const short = (value: string) => `${sha256(value).slice(0, 15)}…`
    const remedy =
      'Set evaluate.baseline: rerun-else-stored, or predict the new test set with that model and name the predictions as a file: baseline'
    const another = evaluation({ identity: content('another'), rows: 1 })
    expect(await reasonOf({ record: { evaluations: [another] } })).toBe(
      `the test set is another: 1 row (${short('another')}) there, 4 rows (${short('set')}) here. ${remedy}`,
    )
    const unknown = evaluation({ identity: { kind: 'none' } })
    expect(
      await reasonOf({ record: { evaluations: [unknown] }, sides: [side({ evaluation: unknown })] }),
    ).toContain('4 rows (not known) there, 4 rows (not known) here')
    const git = evaluation({ identity: { ...content('set'), kind: 'git' } })
    expect(await reasonOf({ record: { evaluations: [git] } })).toContain('the test set is another')
    expect(await reasonOf({ kept: rowsOf(['0', '0', '1', '1'], { labels: ['1', '1', '0', '1'] }) })).toMatch(
      /^the labels of 1 of 4 rows differ/,
    )
  })

  const rerunning = (overlap: readonly string[] | undefined, maxOverlap = 0.3): Rerunning => ({
    asked: { own: {}, ruled: [], maxOverlap } as unknown as Rerunning['asked'],
    reader: { read: () => Promise.reject(new Error('not to be read')), close: () => undefined },
    overlaps: overlap ? { test: new Set(overlap) } : {},
  })

  it('on rows that it was trained on, nor at all where those are too many', async () => {
    const part = await sideOf({ rerun: rerunning(['a']) })
    expect(part).toMatchObject({ rows: 3, trainedOn: 1, sameTestSet: true })
    expect(await reasonOf({ rerun: rerunning(['a', 'b']) })).toContain('2 test rows of 4')
    expect(await reasonOf({ sides: [side({ overlap: new Set(['a']) })] })).toContain('gate.max_overlap (0)')
  })

  it('by what it kept, where it is to be evaluated again', async () => {
    const order = (always: boolean): { reruns: Readonly<Record<string, RerunOrder>> } => ({
      reruns: { test: { always, why: 'no commit' } },
    })
    const again = 'its model cannot be evaluated again: no commit'
    const rerun = rerunning(undefined)
    expect(await reasonOf({ baseline: order(true), rerun })).toBe(again)
    const another = { evaluations: [evaluation({ identity: content('another') })] }
    expect(await reasonOf({ baseline: order(false), record: another, rerun })).toBe(again)
    expect(await sideOf({ baseline: order(false), rerun })).toMatchObject({ comparable: true })
    expect(await sideOf({ baseline: order(true) })).toMatchObject({ comparable: true })
    const elsewhere = { reruns: { other: { always: true } } }
    expect(await sideOf({ baseline: elsewhere, rerun })).toMatchObject({ comparable: true })
  })
})

describe('values without rows', () => {
  it('are compared as they were recorded, on one test set or where nobody knows which it is', async () => {
    const metrics = { accuracy: 0.123, latency: 7 }
    const same = await sideOf({ kept: '', sides: [values()] })
    expect(same).toMatchObject({ comparable: true, rows: 4, metrics, undefined: [], sameTestSet: true })
    const unknown = { identity: { kind: 'none' as const } }
    const record = { evaluations: [evaluation(unknown)] }
    expect(await sideOf({ kept: '', sides: [values(unknown)], record })).toMatchObject({
      metrics,
      sameTestSet: false,
    })
  })

  it('are not where one side says that it is another, or which it is', async () => {
    const unknown = { identity: { kind: 'none' as const } }
    expect(await reasonOf({ kept: '', sides: [values({ identity: content('b') })] })).toContain(
      'the test set is another',
    )
    expect(await reasonOf({ kept: '', sides: [values(unknown)] })).toContain('the test set is another')
    expect(
      await reasonOf({ kept: '', sides: [values()], record: { evaluations: [evaluation(unknown)] } }),
    ).toContain('the test set is another')
  })
})
