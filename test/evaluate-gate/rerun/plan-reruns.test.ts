import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Project } from '../../../src/config/project.ts'
import { inputError } from '../../../src/errors.ts'
import type { BaselineSource } from '../../../src/evaluate-gate/baselines/find-baselines.ts'
import type { RegisteredVersions } from '../../../src/evaluate-gate/baselines/registered-version.ts'
import type { BaselineRequest } from '../../../src/evaluate-gate/request.ts'
import { planReruns } from '../../../src/evaluate-gate/rerun/plan-reruns.ts'
import { modelDigest } from '../../../src/models/digest.ts'
import { type Digest, sha256, sha256OfFile } from '../../../src/record/digest.ts'
import type { EvaluateGateRecord } from '../../../src/record/evaluate-gate.ts'
import type { Ports } from '../../../src/stage/stage.ts'
import { gateRecord } from '../../report/gate-records.ts'
import { projectOf } from '../gate-run.ts'

let root: string
let model: Digest
let testSet: Digest
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'modelassay-plan-reruns-'))
  await mkdir(join(root, 'model'))
  await writeFile(join(root, 'model', 'weights'), '1')
  model = (await modelDigest(join(root, 'model'))).digest
  await writeFile(join(root, 'test.csv'), 'id\n1\n')
  await writeFile(join(root, 'other.csv'), 'id\n2\n')
  testSet = await sha256OfFile(join(root, 'test.csv'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const sha = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00'
const old = `evaluate: { run: old.py, predictions: out/old.csv, metrics: m.json, shell: sh }
data: { tables: { test: { path: data/old.csv, role: test } } }
`

const evaluate = {
  run: 'new.py',
  predictions: 'new.csv',
  baseline: 'rerun-else-stored',
  timeout_seconds: 7,
  columns: { id: 'key', prediction: 'guess', score: 'p' },
}
const tables = { test: { path: 'test.csv', role: 'test' } }
const projectWith = (change: object = {}): Project => ({
  ...projectOf(root, { evaluate, data: { tables }, ...change }),
  file: 'modelassay.yml',
})

type Run = EvaluateGateRecord['run']
/** A record of another test set, unless something else is said. */
const sourceOf = ({
  version,
  run = {},
  ...change
}: { version?: string; run?: Partial<Run> } & Partial<
  Omit<EvaluateGateRecord, 'run'>
> = {}): BaselineSource => {
  const record = gateRecord({ model_digest: model, ...change })
  return {
    gate: {
      record: { ...record, run: { ...record.run, sha, ...run } },
      origin: { description: 'run 4711', runId: '4711' },
    } as unknown as BaselineSource['gate'],
    ...(version !== undefined && { version }),
  }
}
const elsewhere = (origin: object = { description: 'run 8', runId: '8' }) => {
  const { gate } = sourceOf()
  return { gate: { ...gate, origin } as unknown as BaselineSource['gate'] }
}
const evaluationOf = (identity: Digest, change: object = {}) => [
  { ...gateRecord().evaluations![0]!, identity: { kind: 'content' as const, value: identity }, ...change },
]

const named = (name: string): BaselineRequest => ({
  kind: 'record',
  name,
  from: 'version',
  folder: '/records',
  digest: sha256('record'),
  description: 'version 1.0.0',
})

interface World {
  readonly project?: Project
  readonly sources?: readonly BaselineSource[]
  /** configuration of the old commit; none: it cannot be read */
  readonly committed?: string | undefined
  /** the configuration is read from the forge, as where there is no checkout */
  readonly forge?: true
  readonly fetches?: (into: string) => Promise<void>
  /** model of the training that the record was built on */
  readonly trained?: Digest
}

const store = { kind: 'artifact', uri: 'artifact:4711/modelassay-model' }
const weights = async (into: string) => {
  await mkdir(into, { recursive: true })
  await writeFile(join(into, 'weights'), '1')
}

async function planned({
  project = projectWith(),
  sources = [sourceOf({ version: '1.0.0' })],
  fetches = weights,
  ...world
}: World = {}) {
  const committed = 'committed' in world ? world.committed : old
  const asked: unknown[][] = []
  const baselines = sources.map((_, i) => named(`b${i}`))
  const reads =
    <T>(as: (text: string | undefined) => T) =>
    async (file: string, at: string) => {
      asked.push([file, at])
      return as(committed)
    }
  const versions = {
    model: 'penguins',
    registry: async () => ({
      fetchModel: async (name: string, version: string, into: string) => {
        asked.push([name, version])
        await fetches(into)
      },
    }),
  } as unknown as RegisteredVersions
  const ports = {
    runner: {
      temp: join(root, 'temp'),
      ...(!world.forge && { committed: reads((text) => text) }),
    },
    ...(world.forge && {
      forge: { contents: { file: reads((text) => (text === undefined ? text : Buffer.from(text))) } },
    }),
    trust: {
      trainOf: async () => world.trained && { record: { model: { digest: world.trained, store } } },
      bundlesOf: (runId: string) => ({
        ofThisRun: async () => [{ name: 'modelassay-model', runId, createdAt: new Date(0) }],
        fetch: (_bundle: unknown, into: string) => fetches(into),
      }),
    },
  } as unknown as Ports
  const known = new Map(baselines.map((baseline, i) => [baseline, sources[i]!]))
  return { ...(await planReruns(project, baselines, known, ports, versions)), asked }
}

/** What is said of the one evaluation that was to be made again; nothing where it is left to what was stored. */
const orderOf = async (world?: World, name = 'test') => {
  const { baselines, work, worktrees, context, asked } = await planned(world)
  const [first] = baselines
  const order = first?.kind === 'record' ? first.reruns?.[name] : undefined
  if (order === undefined) expect(asked).toEqual([])
  if (order?.files === undefined) expect([work, worktrees, context]).toEqual([[], [], []])
  return order
}

describe('a baseline of another test set', () => {
  it('is evaluated by the command of its own commit, with its own model, beside the table of this one', async () => {
    const { work, worktrees, context, baselines, asked } = await planned()
    const key = `${sha} ${model}`
    const [worktree] = worktrees
    const project = join(worktree!.folder, 'project')
    const models = (work[1] as { env: Record<string, string> }).env.MODELASSAY_MODEL_DIR!
    expect(asked).toEqual([
      ['modelassay.yml', sha],
      ['penguins', '1.0.0'],
    ])
    expect(worktree!.folder).toMatch(/modelassay-rerun-[0-9a-f]{12}$/)
    expect(models).toMatch(/modelassay-rerun-model-[0-9a-f]{12}$/)
    expect(worktrees).toEqual([{ root, folder: worktree!.folder }])
    expect(work).toStrictEqual([
      {
        kind: 'task',
        id: `prepare ${key}`,
        title: 'Worktree of c0ffee0',
        task: 'prepare-rerun',
        params: {
          root,
          sha,
          folder: worktree!.folder,
          tables: [{ place: { path: 'test.csv', root, workspace: root }, to: 'data/old.csv' }],
          model: { folder: models, digest: model },
        },
      },
      {
        kind: 'command',
        id: `evaluate test again ${key}`,
        title: 'Evaluation test of the baseline',
        run: 'old.py',
        shell: 'sh',
        cwd: project,
        tree: { from: root, to: project, within: join(worktree!.folder, 'tree') },
        env: { MODELASSAY_NAME: 'penguins', MODELASSAY_MODEL_DIR: models, MODELASSAY_EVALUATION: 'test' },
        timeoutSeconds: 7,
        makes: [],
        unless: `prepare ${key}`,
        mayFail: true,
        clears: [join(project, 'out/old.csv'), join(project, 'm.json')],
        produces: [
          { path: join(project, 'out/old.csv'), what: 'predictions' },
          { path: join(project, 'm.json'), what: 'metrics' },
        ],
      },
    ])
    expect(context).toStrictEqual([
      {
        baseline: 'b0',
        modelDigest: model,
        evaluation: 'test',
        prepare: `prepare ${key}`,
        commands: [`evaluate test again ${key}`],
      },
    ])
    expect(baselines).toStrictEqual([
      {
        ...named('b0'),
        reruns: {
          test: {
            always: false,
            files: {
              predictions: { path: join(project, 'out/old.csv'), label: 'out/old.csv of the baseline' },
              metrics: { path: join(project, 'm.json'), label: 'm.json of the baseline' },
              columns: { id: 'key' },
            },
          },
        },
      },
    ])
  })

  it('is read by the columns of its commit where a model says something, else by those of this one', async () => {
    const columns = 'columns: { id: old, prediction: hat, score: q, scores: { a: pa } }'
    const order = await orderOf({ committed: `evaluate: { run: old.py, predictions: p.csv, ${columns} }` })
    expect(order!.files!.columns).toEqual({ id: 'key', prediction: 'hat', score: 'q', scores: { a: 'pa' } })
    expect(order!.files).not.toHaveProperty('metrics')
  })

  it('has its table where this commit has it, where its own had none', async () => {
    const { work } = await planned({ committed: 'evaluate: { run: old.py, metrics: m.json }' })
    expect(work[0]).toMatchObject({ params: { tables: [{ to: 'test.csv' }] } })
    expect(work[1]).toMatchObject({ produces: [{ what: 'metrics' }] })
  })

  it('has the rows to predict of this commit too, where the labels are a table of their own', async () => {
    const besides = (path: string) => {
      const labels = { ...evaluate, truth: { table: 'labels', column: 'y', id: 'key' } }
      const data = { tables: { labels: 'test.csv', test: { path, role: 'test' } } }
      return { ...projectOf(root, { evaluate: labels, data }), file: 'modelassay.yml' }
    }
    const committed = 'evaluate: { run: old.py, metrics: m.json }'
    const placed = async (path: string) => (await planned({ project: besides(path), committed })).work[0]
    expect(await placed('rows.csv')).toMatchObject({
      params: { tables: [{ to: 'test.csv' }, { place: { path: 'rows.csv', root }, to: 'rows.csv' }] },
    })
    expect(await placed('https://example.org/rows.csv')).toMatchObject({
      params: { tables: [{ to: 'test.csv' }] },
    })
    const elsewhere = `${committed}\ndata: { tables: { test: 'b/*.csv' } }`
    const order = await orderOf({ project: besides('a/*.csv'), committed: elsewhere })
    expect(order!.why).toContain('the table test is of several files')
  })

  it('has the model that its run trained, where it is no registered version', async () => {
    expect(await orderOf({ sources: [sourceOf()], trained: model })).toMatchObject({ files: {} })
  })

  it('has the configuration that the forge has of its commit, where there is no checkout', async () => {
    expect(await orderOf({ forge: true })).toMatchObject({ files: {} })
    const gone = await orderOf({ forge: true, committed: undefined })
    expect(gone).toMatchObject({ why: 'modelassay.yml cannot be read at its commit c0ffee0' })
  })

  it('is set up once for all its evaluations', async () => {
    const several = {
      ...projectOf(root, {
        evaluations: { a: { ...evaluate, truth }, b: { ...evaluate, truth }, c: { ...evaluate, truth } },
        data: { tables },
      }),
      file: 'modelassay.yml',
    }
    const evaluations = ['a', 'b', 'c'].flatMap((name) => evaluationOf(sha256('another'), { name }))
    const committed = `evaluations:
  a: { run: a.py, predictions: a.csv, setup: pip }
  b: { run: b.py, predictions: b.csv, setup: pip }
  c: { run: c.py, predictions: c.csv }
`
    const { work, context } = await planned({
      project: several,
      committed,
      sources: [sourceOf({ version: '1.0.0', evaluations })],
    })
    const key = `${sha} ${model}`
    expect(work.map(({ id }) => id)).toEqual([
      `prepare ${key}`,
      `set up ${key} pip`,
      ...['a', 'b', 'c'].map((name) => `evaluate ${name} again ${key}`),
    ])
    expect(work[1]).toMatchObject({ run: 'pip', clears: [], produces: [], mayFail: true })
    expect(context.map(({ commands }) => commands)).toEqual([
      [`set up ${key} pip`, `evaluate a again ${key}`],
      [`set up ${key} pip`, `evaluate b again ${key}`],
      [`evaluate c again ${key}`],
    ])
  })

  it('is fetched and evaluated once where it is a baseline under two names, and apart from another', async () => {
    const one = sourceOf({ version: '1.0.0' })
    const { work, worktrees, context, asked } = await planned({
      sources: [one, one, sourceOf({ version: '1.0.0', run: { sha: 'd'.repeat(40) } })],
    })
    expect(worktrees).toHaveLength(2)
    expect(work.map(({ kind }) => kind)).toEqual(['task', 'command', 'task', 'command'])
    expect(context.map(({ baseline }) => baseline)).toEqual(['b0', 'b1', 'b2'])
    expect(context[0]!.commands).toEqual(context[1]!.commands)
    expect(asked.filter(([name]) => name === 'penguins')).toHaveLength(2)
  })

  it('has every evaluation that any of its names needs, each once, and each name its own', async () => {
    const evaluations = { a: { ...evaluate, truth }, b: { ...evaluate, truth } }
    const project = { ...projectOf(root, { evaluations, data: { tables } }), file: 'modelassay.yml' }
    const needing = (name: string) => {
      const [here, there] = [testSet, sha256('another')]
      const identity = (of: string) => (of === name ? there : here)
      const evaluations = ['a', 'b'].flatMap((of) => evaluationOf(identity(of), { name: of }))
      return sourceOf({ version: '1.0.0', evaluations })
    }
    const committed =
      'evaluations: { a: { run: a.py, predictions: a.csv }, b: { run: b.py, predictions: b.csv } }'
    const sources = [needing('a'), needing('b'), needing('a')]
    const { work, context, baselines, worktrees } = await planned({ project, committed, sources })
    expect(worktrees).toHaveLength(1)
    expect(work.map(({ id }) => id.split(' ').slice(0, 2).join(' '))).toEqual([
      `prepare ${sha}`,
      'evaluate a',
      'evaluate b',
    ])
    expect(context.map(({ baseline, evaluation }) => [baseline, evaluation])).toEqual([
      ['b0', 'a'],
      ['b1', 'b'],
      ['b2', 'a'],
    ])
    expect(baselines.map((one) => Object.keys((one.kind === 'record' && one.reruns) || {}))).toEqual([
      ['a'],
      ['b'],
      ['a'],
    ])
    const items = new Set(work.map(({ id }) => id))
    expect(context.flatMap(({ commands }) => commands).filter((id) => !items.has(id))).toEqual([])
  })

  it('has its model from wherever one of its names has it', async () => {
    const { baselines, worktrees } = await planned({ sources: [sourceOf(), sourceOf({ version: '1.0.0' })] })
    expect(worktrees).toHaveLength(1)
    for (const one of baselines) expect(one).toMatchObject({ reruns: { test: { files: {} } } })
  })

  it('is not what was made of a working tree that differed from the same commit', async () => {
    const changed = sourceOf({ version: '1.0.0', run: { dirty: true } })
    const { baselines, worktrees } = await planned({ sources: [changed, sourceOf({ version: '1.0.0' })] })
    expect(worktrees).toHaveLength(1)
    expect(baselines).toMatchObject([
      { reruns: { test: { why: 'its working tree differed from its commit' } } },
      { reruns: { test: { files: {} } } },
    ])
  })
})

const truth = { table: 'test', column: 'label', id: 'id' }

describe('what was stored is enough', () => {
  const same = (change: object = {}) => [
    sourceOf({ version: '1.0.0', evaluations: evaluationOf(testSet, change) }),
  ]
  const withBaseline = (baseline: string) => projectWith({ evaluate: { ...evaluate, baseline } })

  it('where it is of this test set, unless it is never wanted', async () => {
    expect(await orderOf({ sources: same() })).toBeUndefined()
    const order = await orderOf({ sources: same(), project: withBaseline('rerun') })
    expect(order).toMatchObject({ always: true, files: {} })
  })

  it('where nothing else is wanted, nothing is judged, or nothing was judged', async () => {
    expect(await orderOf({ project: withBaseline('stored') })).toBeUndefined()
    const unjudged = projectWith({ evaluate: { ...evaluate, judged: false } })
    expect(await orderOf({ project: unjudged })).toBeUndefined()
    const apart = { judged: false as const }
    const never = evaluationOf(sha256('another'), apart)
    expect(await orderOf({ sources: [sourceOf({ version: '1.0.0', evaluations: never })] })).toBeUndefined()
    expect(await orderOf({ sources: same({ name: 'elsewhere' }) })).toBeUndefined()
    expect(
      await orderOf({ sources: [sourceOf({ version: '1.0.0', evaluations: undefined as never })] }),
    ).toBeUndefined()
  })

  it('not where its table is only made by what runs before', async () => {
    const later = projectWith({ data: { tables: { test: { path: 'later.csv', role: 'test' } } } })
    expect(await orderOf({ sources: same(), project: later })).toMatchObject({ always: false, files: {} })
    const unknown = same({ identity: { kind: 'none' } })
    expect(await orderOf({ sources: unknown, project: later })).toMatchObject({ always: false, files: {} })
  })

  it('of a file that is a baseline, and of a baseline whose record is not known', async () => {
    const file: BaselineRequest = {
      kind: 'file',
      name: 'file:a.csv',
      file: { path: '/a.csv', label: 'a.csv' },
    }
    const none = {} as unknown as Ports
    const plan = await planReruns(
      projectWith(),
      [file, named('x')],
      new Map(),
      none,
      {} as RegisteredVersions,
    )
    expect(plan).toEqual({ baselines: [file, named('x')], work: [], context: [], worktrees: [] })
    const known = new Map([[file as BaselineRequest, sourceOf()]])
    const { baselines } = await planReruns(projectWith(), [file], known, none, {} as RegisteredVersions)
    expect(baselines).toEqual([file])
  })
})

describe('what cannot be evaluated again says why', () => {
  const table = (path: string | readonly string[]) =>
    projectWith({ data: { tables: { test: { path, role: 'test' } } } })
  const oldTable = (path: string) =>
    `evaluate: { run: old.py, predictions: p.csv }\ndata: { tables: { test: { path: ${path}, role: test } } }`

  it.each<[string, () => World]>([
    [
      'its record names no commit',
      () => ({ sources: [sourceOf({ version: '1.0.0', run: { sha: undefined as never } })] }),
    ],
    [
      'its working tree differed from its commit',
      () => ({ sources: [sourceOf({ version: '1.0.0', run: { dirty: true } })] }),
    ],
    [
      'there is no configuration file that says how',
      () => ({ project: projectOf(root, { evaluate, data: { tables } }) }),
    ],
    ['modelassay.yml cannot be read at its commit c0ffee0', () => ({ committed: undefined })],
    [
      'modelassay.yml at its commit c0ffee0 is not understood by this version',
      () => ({ committed: 'evaluate: 7' }),
    ],
    ['modelassay.yml at its commit c0ffee0 is not understood by this version', () => ({ committed: '- 7' })],
    ['modelassay.yml at c0ffee0 is not readable YAML', () => ({ committed: '"' })],
    [
      'its record names no model',
      () => ({ sources: [sourceOf({ version: '1.0.0', model_digest: undefined as never })] }),
    ],
    ['the record of its training cannot be had', () => ({ sources: [sourceOf()] })],
    [
      'the record of its training cannot be had',
      () => ({ sources: [sourceOf()], trained: sha256('another model') }),
    ],
    [
      "the model's artifact modelassay-model of run 4711 is gone",
      () => ({ sources: [elsewhere()], trained: model }),
    ],
    [
      'the record of its training cannot be had',
      () => ({ sources: [elsewhere({ description: 'a file' })], trained: model }),
    ],
    [
      'its model cannot be had (it is gone)',
      () => ({
        fetches: async () => {
          throw inputError('artifact-lost', 'it is gone.', { hint: 'x' })
        },
      }),
    ],
    [
      'does not hold the model',
      () => ({
        fetches: async (into) => {
          await weights(into)
          await writeFile(join(into, 'weights'), '2')
        },
      }),
    ],
    [
      'its commit has no command that evaluates test',
      () => ({ committed: 'evaluate: { predictions: p.csv }' }),
    ],
    [
      'its commit has no command that evaluates test',
      () => ({ committed: 'evaluations: { other: { run: old.py, predictions: p.csv } }' }),
    ],
    ['no table says which the test set is', () => ({ project: projectWith({ data: {} }) })],
    ['the table test is not of files', () => ({ project: table('https://localhost/test.csv') })],
    ['the table test is not of files', () => ({ committed: oldTable('https://localhost/test.csv') })],
    [
      'the table test is of several files, and its commit looks for them elsewhere',
      () => ({ committed: oldTable('"data/*.csv"') }),
    ],
    [
      'the table test is of several files, and its commit looks for them elsewhere',
      () => ({ project: table(['test.csv', 'other.csv']) }),
    ],
    [
      'its commit names ../p.csv, which lies outside of its folder',
      () => ({ committed: 'evaluate: { run: old.py, predictions: ../p.csv }' }),
    ],
    [
      'its commit names ../project-b/m.json, which lies outside of its folder',
      () => ({ committed: 'evaluate: { run: old.py, predictions: p.csv, metrics: ../project-b/m.json }' }),
    ],
    [
      'its commit names ../test.csv, which lies outside of its folder',
      () => ({ committed: oldTable('../test.csv') }),
    ],
  ])('%s', async (why, world) => {
    const order = await orderOf(world())
    expect(order).toMatchObject({ always: false })
    expect(order!.why).toContain(why)
    expect(order).not.toHaveProperty('files')
  })

  it('but not of several files that lie where they did', async () => {
    const committed = oldTable('[test.csv, other.csv]')
    const { work } = await planned({ committed, project: table(['test.csv', 'other.csv']) })
    expect(work[0]).toMatchObject({ params: { tables: [{ to: ['test.csv', 'other.csv'] }] } })
  })

  it('and what the world is in trouble with is an error', async () => {
    const broken = new Error('no disk')
    const fetches = async () => {
      throw broken
    }
    await expect(planned({ fetches })).rejects.toBe(broken)
  })
})
