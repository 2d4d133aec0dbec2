import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  filesToLay,
  layFile,
  settleFiles,
  withFilesOfTraining,
} from '../../src/evaluate-gate/files-of-training.ts'
import type { EvaluationRequest } from '../../src/evaluate-gate/request.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { TrainRecord } from '../../src/record/train.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'modelassay-of-training-'))
  await writeFile(join(root, 'p.csv'), 'mine')
  await writeFile(join(root, 'kept.csv'), 'kept')
})
afterAll(() => rm(root, { recursive: true, force: true }))

const file = (label: string) => ({ path: join(root, label), label })
const evidence = { path: 'kept.csv', digest: sha256('kept'), bytes: 4 }
const written = (name: string) => ({
  file: name,
  written: true,
  digest: sha256('kept'),
  evidence: 'kept.csv',
})
const training = (given: Partial<TrainRecord>) => ({
  record: { verdict: 'trained', built_on: [], ...given } as unknown as TrainRecord,
  folder: root,
})
const request = (given: Partial<EvaluationRequest> = {}): EvaluationRequest => ({
  name: 'test',
  config: { columns: {} },
  predictions: file('p.csv'),
  ...given,
})
const evaluations = (run?: string) => ({ test: run === undefined ? {} : { run } }) as never
const tied = (given: Partial<TrainRecord>, asked = request(), run?: string) =>
  withFilesOfTraining([asked], { evaluations: evaluations(run) }, training(given))[0]!
const ofTraining = { digest: sha256('kept'), kept: expect.stringContaining('kept.csv') }

describe('a file that is judged as it is', () => {
  it('is what the training of the model wrote there, however its path is spelt', () => {
    const known = { judged_files: [written('p.csv'), written('m.json')], evidence: [evidence] }
    expect(tied(known)).toStrictEqual({ ...request(), written: { predictions: ofTraining } })
    const asked = request({ predictions: { ...file('p.csv'), label: './p.csv' }, metrics: file('m.json') })
    expect(tied(known, asked)).toStrictEqual({
      ...asked,
      written: { predictions: ofTraining, metrics: ofTraining },
    })
    const { predictions: _p, ...metricsOnly } = asked
    expect(tied(known, metricsOnly)).toStrictEqual({ ...metricsOnly, written: { metrics: ofTraining } })
  })

  it('is known by its digest alone where the record does not vouch for what was kept', () => {
    const another = { ...evidence, digest: sha256('another') }
    for (const vouched of [undefined, [], [another], [{ ...evidence, path: 'other.csv' }]])
      expect(
        tied({ judged_files: [written('p.csv')], ...(vouched && { evidence: vouched }) }).written,
      ).toStrictEqual({ predictions: { digest: sha256('kept') } })
    const { evidence: _none, ...unkept } = written('p.csv')
    expect(tied({ judged_files: [unkept], evidence: [evidence] }).written).toStrictEqual({
      predictions: { digest: sha256('kept') },
    })
  })

  it('is taken as it lies there where training left it alone, where a command writes it, and without a training', () => {
    const left = { file: 'p.csv', written: false }
    expect(tied({ verdict: 'reused', judged_files: [left] })).toStrictEqual(request())
    expect(tied({ judged_files: [{ ...written('p.csv'), written: false }] })).toStrictEqual(request())
    expect(tied({ judged_files: [{ file: 'p.csv', written: true }] })).toStrictEqual(request())
    expect(tied({ verdict: 'reused' }, request(), 'python predict.py')).toStrictEqual(request())
    expect(tied({})).toStrictEqual(request())
    expect(withFilesOfTraining([request()], { evaluations: evaluations() }, undefined)).toStrictEqual([
      request(),
    ])
  })

  it.each<[string, Partial<TrainRecord>]>([
    ['the model was taken from run 7', { verdict: 'reused', reused_from: 'run 7' }],
    ['the model was taken from an earlier training', { verdict: 'reused' }],
    [
      'its seeds were trained in other jobs',
      { built_on: [{ kind: 'record', name: 'train-seed-1', digest: sha256('part') }] },
    ],
    ['the model is that of seed 3, chosen among several', { shipped: { seed: 3 } as never }],
  ])('is no answer where nobody knows whose it is: %s', (why, given) => {
    const unknown = { judged_files: [written('other.csv')], evidence: [evidence], ...given }
    const found = `it is not known whether p.csv is of the model that is judged: ${why}, and its training has not kept that file`
    const error = { code: 'predictions-unknown', kind: 'input', message: found, place: { file: 'p.csv' } }
    expect(() => tied(unknown)).toThrow(expect.objectContaining(error))
    const { predictions, ...rest } = request({ metrics: file('p.csv') })
    expect(() => tied(unknown, rest)).toThrow(expect.objectContaining({ code: 'predictions-unknown' }))
    expect(predictions).toBeDefined()
  })

  it('is nobody else’s by a file of the training that is called like a part', () => {
    const built_on = [
      { kind: 'file', name: 'train-seed-1.csv', digest: sha256('a') },
      { kind: 'record', name: 'data-validate', digest: sha256('b') },
    ] as TrainRecord['built_on']
    expect(tied({ built_on })).toStrictEqual(request())
  })
})

describe('metrics that training and the command of an evaluation both may write', () => {
  const layable = (
    given: Partial<TrainRecord> | undefined,
    { run = 'evaluate', label = 'm.json' }: { run?: string | null; label?: string } = {},
  ) => {
    const asked = [request({ name: 'other' }), request({ metrics: file(label) })]
    const config = {
      evaluations: { other: { run: 'x' }, ...(evaluations(run ?? undefined) as object) } as never,
      train: { metrics: 'm.json' } as never,
    }
    return filesToLay(asked, config, given && training(given))
  }
  const known = { judged_files: [written('m.json')], evidence: [evidence] }

  it('are laid out as the training of the model wrote them', () => {
    expect(layable(known)).toStrictEqual([{ ...file('m.json'), ...ofTraining }])
    expect(() => layable({ verdict: 'reused' })).toThrow(
      expect.objectContaining({ code: 'predictions-unknown' }),
    )
  })

  it('are none without a command, in another file, left alone by training, and without one', () => {
    for (const none of [
      layable(known, { run: null }),
      layable(known, { label: 'other.json' }),
      layable({ judged_files: [{ file: 'm.json', written: false }] }),
      layable({}),
      layable(undefined),
    ])
      expect(none).toEqual([])
  })
})

describe('what is judged', () => {
  const log: string[] = []
  const settled = (of: EvaluationRequest) => settleFiles(of, { info: (line) => void log.push(line) })
  const wrote = (text: string, kept?: string) => ({
    digest: sha256(text),
    ...(kept !== undefined && { kept: join(root, kept) }),
  })

  it('is the file of the tree where it is what training wrote, or nothing is known of it', async () => {
    expect(await settled(request())).toStrictEqual(request())
    expect(await settled(request({ written: { predictions: wrote('mine', 'kept.csv') } }))).toStrictEqual(
      request(),
    )
    const { predictions: _p, ...none } = request({ metrics: file('p.csv') })
    expect(await settled({ ...none, written: { metrics: wrote('mine') } })).toStrictEqual(none)
    expect(log).toEqual([])
  })

  it('is what the training kept where the tree has another file, or none, and it is said', async () => {
    const both = { predictions: wrote('kept', 'kept.csv'), metrics: wrote('kept', 'kept.csv') }
    const kept = { path: join(root, 'kept.csv') }
    expect(await settled(request({ metrics: file('gone.json'), written: both }))).toStrictEqual(
      request({ predictions: { ...kept, label: 'p.csv' }, metrics: { ...kept, label: 'gone.json' } }),
    )
    expect(log).toEqual([
      'p.csv is not what the training of this model wrote: what that training kept of it is judged.',
      'gone.json is not there: what that training kept of it is judged.',
    ])
  })

  it('is never another file, where the training could not keep its own', async () => {
    const lost = { code: 'predictions-lost', kind: 'input', place: { file: 'p.csv' } }
    await expect(settled(request({ written: { predictions: wrote('large') } }))).rejects.toMatchObject({
      ...lost,
      message: 'p.csv is not what the training of this model wrote, and was too large to be kept',
    })
    for (const [text, kept] of [
      ['large', 'kept.csv'],
      ['kept', 'gone.csv'],
    ] as const)
      await expect(settled(request({ written: { predictions: wrote(text, kept) } }))).rejects.toMatchObject({
        ...lost,
        message: expect.stringContaining('was changed since'),
      })
    const gone = request({ predictions: file('gone.csv'), written: { predictions: wrote('large') } })
    await expect(settled(gone)).rejects.toMatchObject({
      message: 'gone.csv is not there, and was too large to be kept',
    })
  })

  it('is laid out over what lies there, and left alone where it is that very file', async () => {
    await writeFile(join(root, 'm.json'), 'stale')
    const quiet = { info: () => undefined }
    await layFile({ ...file('m.json'), ...wrote('kept', 'kept.csv') }, quiet)
    expect(await readFile(join(root, 'm.json'), 'utf8')).toBe('kept')
    await layFile({ ...file('m.json'), ...wrote('kept', 'lost.csv') }, quiet)
    expect(await readFile(join(root, 'm.json'), 'utf8')).toBe('kept')
  })
})
