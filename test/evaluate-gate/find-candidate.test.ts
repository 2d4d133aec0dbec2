import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findCandidate } from '../../src/evaluate-gate/find-candidate.ts'
import { modelDigest } from '../../src/models/digest.ts'
import { type Digest, sha256 } from '../../src/record/digest.ts'
import { recordFormat } from '../../src/record/every-record.ts'
import { findingDigest } from '../../src/record/finding.ts'
import type { TrainRecord } from '../../src/record/train.ts'
import type { Ports } from '../../src/stage/stage.ts'

let temp: string
let digest: Digest
const weights = async (into: string) => {
  await mkdir(into, { recursive: true })
  await writeFile(join(into, 'weights'), '1')
}
beforeAll(async () => {
  temp = await mkdtemp(join(tmpdir(), 'modelassay-candidate-'))
  await weights(join(temp, 'made'))
  digest = (await modelDigest(join(temp, 'made'))).digest
})
afterAll(() => rm(temp, { recursive: true, force: true }))

const training = (change: Partial<TrainRecord> = {}) =>
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
    model: { digest, bytes: 17, files: 1, store: { kind: 'artifact', uri: 'artifact:r/modelassay-model' } },
    ...change,
  }) as TrainRecord

const part = (seed: number, change: Partial<TrainRecord> = {}) => ({
  seed,
  artifact: `modelassay-penguins-train-seed-${seed}-1`,
  read: {
    record: training({ verdict: 'part', passes: false, seeds: [seed], part: { of: [1, 2, 3] }, ...change }),
  },
})

const find = (record: TrainRecord | undefined, needed: boolean, parts: object[] = [], kind = 'local') => {
  const asked: unknown[] = []
  const ports = {
    trust: {
      ofThisRun: async (...of: unknown[]) => {
        asked.push(of)
        return record && { record, digest: sha256('record'), folder: '/r' }
      },
      partsOfThisRun: async () => parts,
    },
    runner: {
      kind,
      run: { id: 'r' },
      temp,
      bundles: {
        ofThisRun: async () => [{ name: 'modelassay-model', runId: 'r', createdAt: new Date(0) }],
        fetch: (_bundle: unknown, into: string) => weights(into),
      },
    },
  } as unknown as Ports
  return { asked, found: findCandidate('penguins', needed, ports) }
}

it('the model of this run is known by its training, and stays where it is while nothing reads it', async () => {
  const { asked, found } = find(training(), false)
  expect(await found).toStrictEqual({
    modelDigest: digest,
    modelSize: 17,
    training: { record: training(), digest: sha256('record'), folder: '/r' },
    builtOn: {
      kind: 'record',
      name: 'train',
      digest: sha256('record'),
      finding: findingDigest(training()),
    },
  })
  expect(asked).toEqual([['penguins', 'train']])
})

it('is fetched for a command that evaluates it, into a folder that is named by its digest', async () => {
  const { folder } = (await find(training(), true).found)!
  expect(folder).toBe(
    join(temp, `modelassay-candidate-${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`),
  )
  expect(await readFile(join(folder!, 'weights'), 'utf8')).toBe('1')
})

it('need not be there where nothing runs, and must be where something does', async () => {
  expect(await find(undefined, false).found).toBeUndefined()
  await expect(find(undefined, true).found).rejects.toMatchObject({
    code: 'model-missing',
    message: 'this run has trained no model penguins, and evaluate.run needs one',
    hint: expect.stringMatching(/`modelassay train`.*here a run is a commit/),
  })
})

it('is none where parts of its training are there that nobody gathered, whatever predictions they left', async () => {
  const gather = expect.stringContaining('`modelassay train --gather true`')
  const ofTheCommit = training({ run: { id: 'of-the-commit', attempt: 1, event: 'local' } })
  for (const below of [undefined, ofTheCommit])
    await expect(find(below, false, [part(1), part(2)]).found).rejects.toMatchObject({
      code: 'parts-not-gathered',
      message:
        'this run trained only parts of penguins, and nothing was gathered: seeds 1, 2, and not seed 3',
      hint: gather,
    })
  const all = [part(1), part(2), part(3)]
  await expect(find(undefined, false, all, 'github').found).rejects.toMatchObject({
    message: expect.stringMatching(/seeds 1, 2, 3$/),
    hint: expect.stringContaining('under `needs`'),
  })
  await expect(find(undefined, true, [part(1, { verdict: 'failed' })]).found).rejects.toMatchObject({
    message: expect.stringContaining('no seed, and not seeds 1, 2, 3'),
  })
  expect(await find(training(), false, all).found).toMatchObject({ modelDigest: digest })
})

it('is none where its training failed, whatever it left', async () => {
  const failed = training({ verdict: 'failed', passes: false, reason: 'It ran out of memory.' })
  const { model: _, ...none } = training()
  for (const record of [failed, none as TrainRecord])
    for (const needed of [true, false])
      await expect(find(record, needed).found).rejects.toMatchObject({ code: 'model-missing' })
  await expect(find(failed, false).found).rejects.toThrow(
    'training ended as failed, so that there is no model to judge: It ran out of memory.',
  )
  await expect(find(failed, false, [], 'github').found).rejects.toMatchObject({
    hint: 'Mend the training, and run the train action again before this one.',
  })
  await expect(find(failed, false).found).rejects.toMatchObject({
    hint: 'Mend the training, and run `modelassay train` again before this one.',
  })
})

it('is told which parts are still to be trained, of many the first twenty', async () => {
  const seeds = Array.from({ length: 22 }, (_, i) => i + 1)
  const refused = (parts: object[], kind: string) => find(undefined, false, parts, kind).found
  const of = (count: number) => seeds.slice(0, count).map((seed) => part(seed, { part: { of: seeds } }))
  await expect(refused(of(21), 'local')).rejects.toMatchObject({
    message: `this run trained only parts of penguins, and nothing was gathered: seeds ${seeds.slice(0, 20).join(', ')} and 1 more, and not seed 22`,
    hint: 'Train seed 22, then run `modelassay train --gather true`, and this again.',
  })
  await expect(refused(of(20), 'github')).rejects.toMatchObject({
    message: expect.stringMatching(/: seeds 1, .*, 20, and not seeds 21, 22$/),
    hint: expect.stringMatching(/^Train seeds 21, 22, then gather: /),
  })
  const whole = part(7, { part: { of: [7] } })
  delete (whole.read.record as { seeds?: unknown }).seeds
  await expect(refused([whole], 'github')).rejects.toMatchObject({
    message: 'this run trained only parts of penguins, and nothing was gathered: seed 7',
    hint: expect.stringMatching(/^Now gather: /),
  })
})
