import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { labelsAreKnown } from '../../../src/evaluate-gate/again/known-labels.ts'
import type { CandidateSide } from '../../../src/evaluate-gate/measure/measure-candidate.ts'
import type { PredictionRows } from '../../../src/metrics/read/prediction-rows.ts'
import { storePredictions } from '../../../src/metrics/read/stored-predictions.ts'
import type { ReadRecord } from '../../../src/record/bundle.ts'
import { sha256 } from '../../../src/record/digest.ts'
import type { EvaluateGateRecord } from '../../../src/record/evaluate-gate.ts'
import type { Evaluation } from '../../../src/record/evaluation.ts'
import { gateRecord } from '../../report/gate-records.ts'

const rows: PredictionRows = { rows: 2, ids: ['a', 'b'], labels: ['1', '0'], predicted: ['1', '0'] }
const file = 'predictions-test.csv'
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelassay-known-'))
  await storePredictions(join(folder, file), rows)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const content = (value: string): Evaluation['identity'] => ({ kind: 'content', value: sha256(value) })
const evaluation = (identity = content('set'), name = 'test'): Evaluation => ({
  ...gateRecord().evaluations![0]!,
  name,
  identity,
})
const side = (change: Partial<PredictionRows> = {}, of = evaluation()): CandidateSide => ({
  request: { name: 'test', config: { columns: {} } },
  evaluation: of,
  ruled: [],
  rows: { ...rows, ...change },
})
const accepted = (
  evaluations: Evaluation[] | undefined = [evaluation(content('x'), 'other'), evaluation()],
  paths: readonly string[] = [file, 'else'],
  at = folder,
) =>
  ({
    record: {
      ...gateRecord({ evaluations }),
      evidence: paths.map((path) => ({ path, digest: sha256(''), bytes: 1 })),
    },
    digest: sha256('record'),
    folder: at,
  }) as unknown as ReadRecord<EvaluateGateRecord>

it('rows and labels are known where an accepted run judged by the very same', async () => {
  expect(await labelsAreKnown(side({ predicted: ['0', '0'] }), accepted())).toBe(true)
})

it('others under the same name are an error, that says which run has it otherwise', async () => {
  await expect(labelsAreKnown(side({ labels: ['1', '1'] }), accepted())).rejects.toMatchObject({
    code: 'test-set-changed',
    message: expect.stringContaining('the test set of run 4711, and it is not: the labels of 1 of 2'),
  })
})

it.each<[string, () => [CandidateSide, ReturnType<typeof accepted> | undefined]]>([
  ['where there is no accepted run', () => [side(), undefined]],
  ['where it judged another evaluation', () => [side(), accepted([evaluation(content('set'), 'other')])]],
  ['where it judged another test set', () => [side(), accepted([evaluation(content('another'))])]],
  [
    'where neither says which test set it is',
    () => [side({}, evaluation({ kind: 'none' })), accepted([evaluation({ kind: 'none' })])],
  ],
  [
    'where the digest is of another kind of thing',
    () => [side(), accepted([evaluation({ ...content('set'), kind: 'git' })])],
  ],
  ['where it kept other files', () => [side(), accepted(undefined, ['predictions-other.csv'])]],
  [
    'where this run has values alone',
    () => {
      const { rows: _, ...values } = side()
      return [values, accepted()]
    },
  ],
])('nothing is known %s', async (_where, world) => {
  expect(await labelsAreKnown(...world())).toBe(false)
})

it('nothing is known of a record that lists no evaluations or no files', async () => {
  const { record, ...of } = accepted()
  const { evaluations: _, ...unjudged } = record
  const { evidence: __, ...bare } = record
  expect(await labelsAreKnown(side(), { ...of, record: unjudged as EvaluateGateRecord })).toBe(false)
  expect(await labelsAreKnown(side(), { ...of, record: bare as EvaluateGateRecord })).toBe(false)
})

it('predictions that are no predictions tell nothing', async () => {
  const at = await mkdtemp(join(tmpdir(), 'modelassay-known-'))
  await writeFile(join(at, file), '')
  expect(await labelsAreKnown(side(), accepted(undefined, undefined, at))).toBe(false)
  await rm(at, { recursive: true })
})
