import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { evaluationRequests } from '../../../src/evaluate-gate/evaluation-work.ts'
import type { BaselineSource } from '../../../src/evaluate-gate/find-baselines.ts'
import { planOldTestSets } from '../../../src/evaluate-gate/old-test-set/plan-old-test-sets.ts'
import type { BaselineRequest } from '../../../src/evaluate-gate/request.ts'
import { type Digest, sha256, sha256OfFile } from '../../../src/record/digest.ts'
import { gateRecord } from '../../report/gate-records.ts'
import { projectOf } from '../gate-run.ts'

let root: string
let now: Digest
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'modelassay-plan-old-'))
  await writeFile(join(root, 'test.csv'), 'id\n1\n')
  now = await sha256OfFile(join(root, 'test.csv'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const sha = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00'
const evaluate = { run: 'new.py', predictions: 'new.csv', baseline: 'rerun-else-stored' }
const committed = (path = 'old.csv') => `data: { tables: { test: { path: ${path}, role: test } } }`

interface World {
  readonly evaluate?: object
  readonly path?: string
  /** configuration of the old commit */
  readonly text?: string
  /** of the test set of each baseline */
  readonly digests?: readonly Digest[]
  readonly modelFolder?: string
}

async function planned({
  evaluate: own = evaluate,
  path = 'test.csv',
  text = committed(),
  digests = [sha256('old')],
  modelFolder = '/model',
}: World) {
  const data = { tables: { test: { path, role: 'test' } } }
  const project = { ...projectOf(root, { evaluate: own, data }), file: 'modelassay.yml' }
  const baselines = digests.map((_, i) => ({ kind: 'record', name: `b${i}` }) as BaselineRequest)
  const sources = new Map(
    baselines.map((request, i) => {
      const evaluation = gateRecord().evaluations![0]!
      const identity = { kind: 'content' as const, value: digests[i]! }
      const record = { ...gateRecord(), evaluations: [{ ...evaluation, identity }] }
      const gate = { record: { ...record, run: { ...record.run, sha } } }
      return [request, { gate } as unknown as BaselineSource]
    }),
  )
  const ports = { runner: { temp: '/temp', committed: async () => text } }
  const judged = { evaluations: await evaluationRequests(project), ...(modelFolder && { modelFolder }) }
  return planOldTestSets(project, baselines, sources, judged, ports as never)
}

it('is evaluated once for all baselines that were judged on it, by the commands of the change', async () => {
  const { orders, first, commands } = await planned({
    evaluate: { ...evaluate, setup: 'pip install .' },
    digests: [sha256('old'), sha256('older'), sha256('old')],
  })
  expect(orders.map(({ name, of, baselines }) => [name, of, baselines])).toEqual([
    ['old test of b0, b2', 'test', [0, 2]],
    ['old test of b1', 'test', [1]],
  ])
  expect(first[0]).toMatchObject({
    params: { root, sources: [{ sha, path: 'old.csv' }, { sha }], table: 'test.csv', digest: sha256('old') },
  })
  expect(commands.slice(0, 2)).toMatchObject([
    { run: 'pip install .', mayFail: true, unless: first[0]!.id },
    { run: 'new.py', mayFail: true, unless: first[0]!.id, env: { MODELASSAY_MODEL_DIR: '/model' } },
  ])
})

it.each<[string, World]>([
  [
    'the test set is the same',
    {
      get digests() {
        return [now]
      },
    },
  ],
  ['only stored predictions are wanted', { evaluate: { ...evaluate, baseline: 'stored' } }],
  ['no rule is held against it', { evaluate: { ...evaluate, judged: false } }],
])('nothing is planned where %s', async (_, world) => {
  expect((await planned(world)).orders).toEqual([])
})

it.each<[string, World]>([
  ['has no command (run)', { evaluate: { predictions: 'new.csv', baseline: 'rerun' } }],
  ['has no command (run)', { modelFolder: '' }],
  ['is not understood', { text: 'data: 7' }],
  ['is not of files', { text: committed('https://example.org/old.csv') }],
  ['is of several files', { text: committed('old/*.csv') }],
  ['../old.csv lies outside', { text: committed('../old.csv') }],
  ['../new.csv lies outside', { evaluate: { ...evaluate, predictions: '../new.csv' } }],
])('it is told that its evaluation %s', async (why, world) => {
  const { orders, first, commands } = await planned(world)
  expect(orders[0]!.why).toContain(why)
  expect([...first, ...commands]).toEqual([])
})
