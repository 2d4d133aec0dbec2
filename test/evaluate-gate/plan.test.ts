import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { GateContext } from '../../src/evaluate-gate/context.ts'
import { evaluationCommands, evaluationRequests, tableOf } from '../../src/evaluate-gate/evaluation-work.ts'
import { comparisonsOutput } from '../../src/evaluate-gate/outputs.ts'
import { planGate } from '../../src/evaluate-gate/plan.ts'
import type { JudgeRequest } from '../../src/evaluate-gate/request.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { TableRef } from '../../src/record/refs.ts'
import type { Ports } from '../../src/stage/stage.ts'
import type { TaskItem } from '../../src/stage/work.ts'
import { gateRecord, noWorse } from '../report/gate-records.ts'
import { projectOf } from './gate-run.ts'

const evaluate = { run: 'python predict.py', predictions: 'out/predictions.csv' }

describe("the user's evaluation", () => {
  it('gets the model, and owes the predictions', () => {
    const [command] = evaluationCommands(projectOf('/r', { evaluate }), '/temp/model')
    expect(command).toMatchObject({
      id: 'evaluate test',
      run: 'python predict.py',
      cwd: '/r',
      env: {
        MODELASSAY_NAME: 'penguins',
        MODELASSAY_MODEL_DIR: '/temp/model',
        MODELASSAY_EVALUATION: 'test',
      },
      clears: ['/r/out/predictions.csv'],
      produces: [{ path: '/r/out/predictions.csv', what: 'predictions' }],
    })
  })

  it('keeps a metrics file that training wrote', () => {
    const metrics = { evaluate: { ...evaluate, metrics: 'metrics.json' }, train: { metrics: 'metrics.json' } }
    expect(evaluationCommands(projectOf('/r', metrics), '/m')[0]!.clears).toEqual(['/r/out/predictions.csv'])
    const own = { evaluate: { ...evaluate, metrics: 'eval.json' }, train: { metrics: 'metrics.json' } }
    expect(evaluationCommands(projectOf('/r', own), '/m')[0]!.clears).toContain('/r/eval.json')
  })

  it('is none where predictions are handed over', () => {
    expect(evaluationCommands(projectOf('/r', { evaluate: { predictions: 'p.csv' } }), undefined)).toEqual([])
  })

  it('is on the only test table, or on the one of its name', async () => {
    const tableOf = async (config: object) =>
      (await evaluationRequests(projectOf('/r', config))).map(({ testTable }) => testTable?.place.path)
    const p = { predictions: 'p.csv' }
    expect(await tableOf({ evaluate: p, data: { tables: { test: 't.csv', train: 'x.csv' } } })).toEqual([
      't.csv',
    ])
    const both = { new: { path: 'n.csv', role: 'test' }, old: { path: 'o.csv', role: 'test' } }
    expect(await tableOf({ evaluations: { old: p, other: p }, data: { tables: both } })).toEqual([
      'o.csv',
      undefined,
    ])
  })
})

describe('an evaluation as the work reads it', () => {
  const tables = { test: { path: 't.csv', role: 'test' }, more: { path: ['a.csv', 'b.csv'] } }
  const truth = { table: 'more', column: 'y', id: 'id' }
  const requests = (config: object, more: object = {}) =>
    evaluationRequests({ ...projectOf('/r', config), ...more })

  it('is what the configuration says of it, and nothing else', async () => {
    const placed = (path: string | readonly string[]) => ({ path, root: '/r', workspace: '/r' })
    const whole = {
      predictions: 'p.csv',
      metrics: 'm.json',
      truth,
      task: 'binary',
      positive: '1',
      columns: { score: 's' },
    }
    const own = { predictions: 'o.csv', judged: false }
    expect(await requests({ evaluations: { test: whole, own }, data: { tables } })).toStrictEqual([
      {
        name: 'test',
        config: { columns: { score: 's' }, task: 'binary', positive: '1' },
        predictions: { path: '/r/p.csv', label: 'p.csv' },
        metrics: { path: '/r/m.json', label: 'm.json' },
        truth: { place: placed(['a.csv', 'b.csv']), column: 'y', id: 'id' },
        testTable: { place: placed('t.csv') },
        asked: {},
      },
      {
        name: 'own',
        config: { columns: {} },
        judged: false,
        predictions: { path: '/r/o.csv', label: 'o.csv' },
        asked: {},
      },
    ])
    expect((await requests({ evaluate: { metrics: 'm.json' } }))[0]).not.toHaveProperty('predictions')
  })

  it('has the lines of the keys that name its columns', async () => {
    const config = { evaluations: { a: { predictions: 'p.csv' }, b: { predictions: 'p.csv' } } }
    const lines = {
      evaluate: 1,
      'evaluate.columns.id': 2,
      'evaluations.a': 3,
      'evaluations.a.columns.score': 4,
      'evaluations.a.truth.id': 5,
      'evaluations.a.predictions': 6,
      'evaluations.ab.columns.id': 7,
    }
    const [a, b] = await requests(config, { lines, file: 'modelassay.yml' })
    expect(Object.keys(a!.asked!)).toEqual(['columns.score', 'truth.id'])
    expect(a!.asked!['truth.id']).toMatchObject({ key: 'evaluations.a.truth.id', place: { line: 5 } })
    expect(Object.keys(b!.asked!)).toEqual(['columns.id'])
    expect(b!.asked!['columns.id']).toMatchObject({ key: 'evaluate.columns.id', place: { line: 2 } })
  })

  it('has no test table that would have to be fetched, nor one of several', async () => {
    const tableOf = async (of: object, evaluations: object = { test: { predictions: 'p.csv' } }) =>
      (await requests({ evaluations, data: { tables: of } })).map(({ testTable }) => testTable?.place.path)
    expect(await tableOf({ test: { path: 'https://localhost/t.csv', role: 'test' } })).toEqual([undefined])
    expect(await tableOf({ test: { path: ['t.csv', 's3://x/t.csv'], role: 'test' } })).toEqual([undefined])
    expect(await tableOf({ train: { path: 'x.csv', role: 'train' } })).toEqual([undefined])
    const two = { a: { path: 'a.csv', role: 'test' }, b: { path: 'b.csv', role: 'test' } }
    expect(await tableOf(two)).toEqual([undefined])
    const one = { a: { path: 'a.csv', role: 'test' } }
    const both = { x: { predictions: 'p.csv' }, y: { predictions: 'q.csv' } }
    expect(await tableOf(one, both)).toEqual([undefined, undefined])
  })

  it('is on the table of its labels before any other', () => {
    const of = (evaluations: object, of: object = tables) =>
      tableOf(projectOf('/r', { evaluations, data: { tables: of } }).config, 'test')
    const p = { predictions: 'p.csv' }
    expect(of({ test: { ...p, truth } })).toEqual({ name: 'more', path: ['a.csv', 'b.csv'] })
    expect(of({ test: p })).toEqual({ name: 'test', path: 't.csv' })
    expect(of({ test: { ...p, truth: { ...truth, table: 'constructor' } } })).toBeUndefined()
    expect(of({ test: p }, {})).toBeUndefined()
    expect(of({ other: p })).toEqual({ name: 'test', path: 't.csv' })
  })

  it('runs its command only where there is a model, and owes what it names', () => {
    const metrics = { evaluate: { run: 'x', metrics: 'm.json' } }
    expect(evaluationCommands(projectOf('/r', metrics), '/m')).toMatchObject([
      {
        title: 'Evaluation test',
        makes: [],
        clears: ['/r/m.json'],
        produces: [{ path: '/r/m.json', what: 'metrics' }],
      },
    ])
    expect(evaluationCommands(projectOf('/r', metrics), undefined)).toEqual([])
    expect(evaluationCommands(projectOf('/r', { evaluate: { predictions: 'p.csv' } }), '/m')).toEqual([])
  })
})

it('the output of comparisons is capped, what decided first', () => {
  const comparisons = Array.from({ length: 200 }, (_, i) => noWorse({ metric: `m${i}` }))
  const output = comparisonsOutput(gateRecord({ comparisons, decided_by: [150] }))
  expect(Buffer.byteLength(output)).toBeLessThanOrEqual(30_000)
  const read = JSON.parse(output) as { metric: string }[]
  expect(read.length).toBeGreaterThan(20)
  expect(read.slice(0, 2).map(({ metric }) => metric)).toEqual(['m150', 'm0'])
})

describe('what the gate plans', () => {
  const train = (model: string, change: object = {}) => ({
    digest: sha256(`train ${model}`),
    folder: `/${model}`,
    record: {
      stage: 'train',
      name: 'penguins',
      passes: true,
      verdict: 'trained',
      reason: 'trained',
      run: { id: 't', attempt: 1, event: 'local' },
      built_on: [],
      observed: { started_at: '', finished_at: '', suite_version: '' },
      model: { digest: sha256(model), bytes: 5, files: 1, store: { kind: 'artifact', uri: 'x' } },
      model_digest: sha256(model),
      evidence: ['rows', 'seed'].map((path) => ({ path, digest: sha256(path), bytes: 1 })),
      trained_rows: [{ evidence: 'rows', columns: ['x'] }],
      seed_predictions: [{ seed: 1, evaluation: 'test', evidence: 'seed' }],
      ...change,
    },
  })
  const gate = () => ({
    digest: sha256('base'),
    folder: '/base',
    record: gateRecord({ evaluations: [{ ...gateRecord().evaluations![0]!, uses: 3 }] }),
    origin: { description: 'run 1' },
  })

  interface World {
    readonly tables?: readonly Partial<TableRef>[]
    readonly candidate?: ReturnType<typeof train>
    readonly before?: ReturnType<typeof train>
    readonly base?: 'never' | 'found'
    readonly repository?: string
  }
  async function planned(
    config: { readonly gate: object } & Readonly<Record<string, unknown>>,
    { tables, candidate, before, base = 'never', repository }: World = {},
  ) {
    const asked: string[] = []
    const validated = tables && {
      digest: sha256('validated'),
      folder: '/validated',
      record: { stage: 'data-validate', verdict: 'valid', reason: '', tables },
    }
    const reason = 'none has passed'
    const ports = {
      trust: {
        ofThisRun: async (_name: string, stage: string) => (stage === 'train' ? candidate : validated),
        partsOfThisRun: async () => [],
        base: async (name: string) => {
          asked.push(name)
          return base === 'found' ? { outcome: 'found', value: gate() } : { outcome: 'never', reason }
        },
        trainOf: async () => before,
      },
      runner: {
        kind: 'local',
        workspace: join(tmpdir(), 'nowhere'),
        temp: tmpdir(),
        run: { id: 'r', attempt: 1, event: 'local', ...(repository && { repository }) },
        trigger: {},
        now: () => new Date(0),
      },
    } as unknown as Ports
    const project = projectOf('/r', {
      evaluate: { predictions: 'p.csv' },
      ...config,
      gate: { baselines: ['base'], ...config.gate },
    })
    const plan = await planGate({ project, own: {} }, ports)
    if ('skip' in plan) throw new Error(plan.skip)
    const last = plan.work.at(-1) as TaskItem
    return {
      asked,
      work: plan.work,
      context: plan.context as GateContext,
      last,
      request: last.params as unknown as JudgeRequest,
    }
  }
  const min = { accuracy: { min: 0.5 } }

  it('is the reading of both sides, by all that the rules name', async () => {
    const { last, request, work } = await planned(
      {
        gate: {
          baselines: ['file:old.csv'],
          rules: {
            accuracy: { min: 0.5, max_worsening: 0.1, confidence: 0.95 },
            f1: { better_than_naive: 0.1 },
          },
          max_overlap: 0.25,
        },
        metrics: { cost: { mean: 'cost', direction: 'lower' } },
      },
      { repository: 'acme/penguins' },
    )
    expect(work).toHaveLength(1)
    expect(last).toMatchObject({
      kind: 'task',
      id: 'judge-inputs',
      title: 'Metrics of the candidate and its baselines',
      task: 'judge-inputs',
    })
    expect(request).toMatchObject({
      baselines: [{ kind: 'file', name: 'file:old.csv' }],
      maxOverlap: 0.25,
      ruled: ['accuracy', 'f1'],
      confident: ['accuracy'],
      naive: ['f1'],
      listed: 20,
      run: { id: 'r', repository: 'acme/penguins' },
      worktrees: [],
      own: { cost: { mean: 'cost' } },
    })
    for (const key of ['trained', 'seeds', 'slices', 'fairness', 'modelSize'])
      expect(request).not.toHaveProperty(key)
  })

  it('is told of slices, groups and flipped rows where they are asked for', async () => {
    const evaluate = { predictions: 'p.csv', task: 'binary', positive: '1' }
    const { request } = await planned({
      evaluate,
      gate: {
        baselines: ['file:old.csv'],
        rules: min,
        slices: { columns: ['a'], rules: { f1: { min: 0.1 } } },
        fairness: { columns: ['sex'], rules: { demographic_parity_difference: { max: 0.5 } } },
        new_errors: { max: 3, listed: 7 },
      },
    })
    expect(request).toMatchObject({ slices: { columns: ['a'], ruled: ['f1'] }, listed: 7 })
    expect(request.fairness).toStrictEqual({
      columns: ['sex'],
      depth: expect.any(Number),
      bins: expect.any(Number),
    })
    expect((await planned({ gate: { rules: min } })).request.run).toStrictEqual({ id: 'r' })
  })

  it('asks for baselines where a rule compares, and where one must be known to be left out', async () => {
    const asks = async (config: Parameters<typeof planned>[0]) => (await planned(config)).asked.length
    expect(await asks({ gate: { rules: min } })).toBe(0)
    expect(await asks({ gate: { rules: { accuracy: { max_worsening: 0 } } } })).toBe(1)
    expect(await asks({ gate: { rules: { accuracy: { must_improve: 0.1 } } } })).toBe(1)
    expect(await asks({ gate: { rules: min, test_set_budget: 3 } })).toBe(1)
    expect(await asks({ gate: { rules: min, new_errors: { max_share: 0.1 } } })).toBe(1)
    const relative = { columns: ['a'], rules: { accuracy: { max_worsening: 0 } } }
    expect(await asks({ gate: { rules: min, slices: relative } })).toBe(1)
    expect(await asks({ gate: { rules: min, slices: { ...relative, rules: min } } })).toBe(0)
    const two = { a: { predictions: 'a.csv' }, b: { predictions: 'b.csv' } }
    expect(await asks({ evaluate: undefined, evaluations: two, gate: { rules: min } })).toBe(1)
  })

  it('says what is known of the candidate and of the last accepted run', async () => {
    const rules = { accuracy: { max_worsening: 0 } }
    const world: World = {
      candidate: train('new', { metrics: { loss: 1 } }),
      before: train('old'),
      base: 'found',
    }
    const { context, request } = await planned({ gate: { rules, seeds: { least: 2 } } }, world)
    expect(context).toMatchObject({
      missing: [],
      asked: ['base'],
      modelDigest: sha256('new'),
      trained: { loss: 1 },
      builtOn: [{ name: 'train', digest: sha256('train new') }],
      ofRun: [{ folder: '/new', digest: sha256('train new') }],
      earlier: [{ baseline: 'base', folder: '/old', digest: sha256('train old') }],
      changes: [{ baseline: 'base', modelDigest: sha256('old') }],
      earlierUses: [{ uses: 3 }],
      trend: [{ run: '4711' }],
    })
    expect(request).toMatchObject({
      modelSize: 5,
      trained: [{ file: '/new/rows', columns: ['x'] }],
      seeds: [{ path: '/new/seed', label: 'the predictions of seed 1 of this model' }],
      baselines: [
        {
          name: 'base',
          trained: [{ file: '/old/rows', columns: ['x'] }],
          seeds: [{ path: '/old/seed', label: 'the predictions of seed 1 of the baseline base' }],
        },
      ],
    })
    const without = await planned({ gate: { rules } }, world)
    expect(without.request).not.toHaveProperty('seeds')
    expect(without.request.baselines[0]).not.toHaveProperty('seeds')
  })

  it('says what is not known of them', async () => {
    const rules = { accuracy: { max_worsening: 0 } }
    const { context } = await planned({ gate: { rules } })
    for (const key of ['modelDigest', 'trained', 'earlierUses', 'trend'])
      expect(context).not.toHaveProperty(key)
    expect(context).toMatchObject({
      missing: [{ name: 'base', outcome: 'never', reason: 'none has passed' }],
      asked: ['base'],
      builtOn: [],
      ofRun: [],
      earlier: [],
      reruns: [],
      changes: [],
      seen: {},
    })
    const untold = train('new')
    const trained = (await planned({ gate: { rules } }, { candidate: untold })).context.trained
    expect(trained).toEqual({})
    const unknown = await planned({ gate: { rules } }, { candidate: untold, base: 'found' })
    expect(unknown.context.changes).toEqual([])
    expect(unknown.request.baselines[0]).not.toHaveProperty('trained')
  })

  it('holds the test table to what data-validate saw of that very file', async () => {
    const table = (change: object): Partial<TableRef> => ({
      name: 'test',
      identity: { kind: 'content', value: sha256('t') },
      ...change,
    })
    const validated = async (
      path: string | readonly string[],
      tables: readonly Partial<TableRef>[] | undefined,
    ) =>
      (
        await planned(
          { data: { tables: { test: { path, role: 'test' } } }, gate: { rules: min } },
          tables ? { tables } : {},
        )
      ).context.seen
    const seen = (label: string) => ({ test: { label, by: 'data-validate', digest: sha256('t') } })
    const other = { name: 'train', path: 't.csv', identity: { kind: 'content' as const, value: sha256('x') } }
    expect(await validated('t.csv', [other, table({ path: 't.csv' })])).toEqual(seen('t.csv'))
    expect(await validated(['a.csv', 'b.csv'], [table({ paths: ['a.csv', 'b.csv'] })])).toEqual(
      seen('a.csv, b.csv'),
    )
    const address = 'https://localhost/t.csv'
    expect(await validated(address, [table({ uri: address })])).toEqual(seen(address))
    for (const tables of [
      undefined,
      [],
      [table({ path: 'other.csv' })],
      [table({ paths: ['t.csv'] })],
      [table({ path: 't.csv', name: 'train' })],
      [table({ path: 't.csv', identity: { kind: 'none' } })],
    ])
      expect(await validated('t.csv', tables)).toEqual({})
    expect((await planned({ gate: { rules: min } }, { tables: [other] })).context).toMatchObject({
      seen: {},
      ofRun: [{ folder: '/validated', digest: sha256('validated') }],
    })
  })

  it('keeps the words of a report before it reads', async () => {
    const { work } = await planned({ report: 'words.md', gate: { rules: min } })
    expect(work.map(({ id }) => id)).toEqual(['keep-words', 'judge-inputs'])
  })
})
