import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BaselineSource } from '../../../src/evaluate-gate/baselines/find-baselines.ts'
import { evaluationRequests } from '../../../src/evaluate-gate/evaluation-work.ts'
import { planOldTestSets } from '../../../src/evaluate-gate/old-test-set/plan-old-test-sets.ts'
import type { BaselineRequest } from '../../../src/evaluate-gate/request.ts'
import { type Digest, sha256, sha256OfFile } from '../../../src/record/digest.ts'
import type { TaskItem } from '../../../src/stage/work.ts'
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
  /** of each baseline's record */
  readonly recorded?: object
  /** what baselines are called, in place of b0, b1, ... */
  readonly names?: readonly string[]
  readonly run?: object
  /** where the test table is now, where it is not one that the configuration may name */
  readonly role?: string
  /** places of baselines of which no record is known */
  readonly unknown?: readonly number[]
  readonly more?: object
}

async function planned({
  evaluate: own = evaluate,
  path = 'test.csv',
  text = committed(),
  digests = [sha256('old')],
  modelFolder = '/model',
  recorded = {},
  names,
  run = { sha },
  role = 'test',
  unknown = [],
  more = {},
}: World) {
  const data = { tables: { test: { path, role } } }
  const project = { ...projectOf(root, { evaluate: own, data, ...more }), file: 'modelassay.yml' }
  const baselines = digests.map(
    (_, i) => ({ kind: 'record', name: names?.[i] ?? `b${i}` }) as BaselineRequest,
  )
  const sources = new Map(
    baselines.flatMap((request, i) => {
      if (unknown.includes(i)) return []
      const evaluation = gateRecord().evaluations![0]!
      const identity = { kind: 'content' as const, value: digests[i]! }
      const other = { kind: 'content' as const, value: sha256('other') }
      const record = {
        ...gateRecord(),
        evaluations: [
          { ...evaluation, name: 'other', identity: other },
          { ...evaluation, identity, ...recorded },
        ],
      }
      const gate = { record: { ...record, run: { id: '1', ...run } } }
      return [[request, { gate } as unknown as BaselineSource]] as const
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
  ['none was held against the baseline', { recorded: { judged: false } }],
  ['the baseline names no content', { recorded: { identity: { kind: 'none' } } }],
  ['the baseline was judged on other evaluations', { recorded: { name: 'holdout' } }],
  ['no record of the baseline is at hand', { unknown: [0] }],
])('nothing is planned where %s', async (_, world) => {
  expect((await planned(world)).orders).toEqual([])
})

it.each<[string, World]>([
  ['has no command (run)', { evaluate: { predictions: 'new.csv', baseline: 'rerun' } }],
  ['has no command (run)', { modelFolder: '' }],
  ['no table says which the test set is', { role: 'train' }],
  ['names no commit', { run: {} }],
  [
    'writes neither predictions nor metrics',
    {
      evaluate: { run: 'x', metrics: 'm.json', baseline: 'rerun' },
      more: { train: { run: 't', output: 'o', metrics: 'm.json' } },
    },
  ],
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

it('all that its commands need is brought to a folder of its own, which is taken away', async () => {
  const truth = { table: 'test', column: 'y', id: 'id' }
  const { orders, first, commands, context, worktrees } = await planned({
    evaluate: { ...evaluate, setup: 'pip install .', metrics: 'm.json', truth, timeout_seconds: 7 },
    more: { train: { run: 't', output: 'o', metrics: 'reported.json' } },
  })
  const name = 'old test of b0'
  const { folder } = worktrees[0]!
  expect(worktrees).toEqual([
    { root, folder: expect.stringMatching(/^\/temp\/modelassay-old-[0-9a-f]{12}$/) },
  ])
  const into = join(folder, 'table')
  const place = { path: 'test.csv', root: into, workspace: into }
  const predictions = { path: join(folder, 'project', 'new.csv'), label: 'new.csv' }
  const metrics = { path: join(folder, 'project', 'm.json'), label: 'm.json' }
  expect(orders[0]).toEqual({
    name,
    of: 'test',
    baselines: [0],
    digest: sha256('old'),
    request: expect.objectContaining({
      name: 'test',
      predictions,
      metrics,
      truth: { place, column: 'y', id: 'id' },
      testTable: { place },
    }),
  })
  expect(first).toEqual([
    {
      kind: 'task',
      id: `prepare ${name}`,
      title: `Worktree for the ${name}`,
      task: 'prepare-old-test-set',
      params: {
        root,
        folder,
        into,
        sources: [{ sha, path: 'old.csv' }],
        table: 'test.csv',
        digest: sha256('old'),
        written: expect.arrayContaining([join(root, 'new.csv')]),
      },
    },
  ])
  const common = {
    kind: 'command',
    cwd: join(folder, 'project'),
    tree: { from: root, to: join(folder, 'project'), within: join(folder, 'tree') },
    env: { MODELASSAY_NAME: 'penguins', MODELASSAY_MODEL_DIR: '/model', MODELASSAY_EVALUATION: 'test' },
    timeoutSeconds: 7,
    makes: [],
    unless: `prepare ${name}`,
    mayFail: true,
  }
  expect(commands).toMatchObject([
    { ...common, id: `set up ${name}`, run: 'pip install .', clears: [], produces: [] },
    {
      ...common,
      id: `evaluate ${name}`,
      title: `Evaluation test on the ${name}`,
      run: 'new.py',
      clears: [predictions.path, metrics.path],
      produces: [
        { path: predictions.path, what: 'predictions' },
        { path: metrics.path, what: 'metrics' },
      ],
    },
  ])
  expect(context).toEqual([
    { name, prepare: `prepare ${name}`, commands: [`set up ${name}`, `evaluate ${name}`] },
  ])
})

it('one command is planned where nothing is set up; predictions alone are asked for where it writes no metrics', async () => {
  const { orders, commands } = await planned({})
  expect(commands).toHaveLength(1)
  expect(commands[0]!.produces).toHaveLength(1)
  for (const key of ['metrics', 'truth']) expect(orders[0]!.request).not.toHaveProperty(key)
})

it('two old test sets of baselines that are called the same are told apart', async () => {
  const digests = ['a', 'b', 'c', 'd'].map((text) => sha256(text))
  const { orders } = await planned({ digests, names: ['b', 'b', 'b', 'c'] })
  expect(orders.map(({ name }) => name)).toEqual([
    'old test of b',
    'old test of b (2)',
    'old test of b (3)',
    'old test of c',
  ])
  const twice = await planned({ digests: [sha256('a'), sha256('a')], names: ['b', 'b'] })
  expect(twice.orders.map(({ name }) => name)).toEqual(['old test of b'])
})

it('a table that lay elsewhere is looked for there; several files only where they lay at the same paths', async () => {
  const paths = async (world: World) => {
    const { first, orders } = await planned(world)
    return (first[0] as TaskItem | undefined)?.params ?? orders[0]!.why
  }
  expect(await paths({ text: 'name: penguins' })).toMatchObject({ sources: [{ sha, path: 'test.csv' }] })
  const several = { path: 'part-*.csv', text: committed('part-*.csv') }
  expect(await paths(several)).toMatchObject({ sources: [{ sha, path: 'part-*.csv' }], table: 'part-*.csv' })
  expect(await paths({ ...several, text: committed() })).toBe(
    'the table test is of several files, and they lay elsewhere at the commit c0ffee0',
  )
  expect(await paths({ path: 'https://example.org/t.csv', text: committed() })).toBe(
    'the table test is not of files',
  )
})
