import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, openStores } from '../../src/mlflow/open-store.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mlflow-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

describe('a folder of MLflow', () => {
  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }

  it('is read as MLflow writes it, deleted and broken runs left out, and takes tags', async () => {
    const meta = (stage: string) => `lifecycle_stage: ${stage}\nrun_id: r1\nstart_time: 200\nstatus: 3\n`
    await put('mlruns/1/meta.yaml', 'name: churn\n')
    await put('mlruns/1/r1/meta.yaml', meta('active'))
    await put('mlruns/1/r1/metrics/val/loss', '10 0.5 0\n11 nan 1\n12 -inf 2\n')
    await put('mlruns/1/r1/metrics/old', '10 3\n')
    await put('mlruns/1/r1/params/C', '1.0')
    await put('mlruns/1/r1/tags/modelassay.training', 'mine')
    await put('mlruns/1/gone/meta.yaml', meta('deleted'))
    await put('mlruns/1/odd/meta.yaml', '- no\n- mapping\n')
    await put('mlruns/1/half/meta.yaml', 'run_id: "half\nstart_time: 20')
    await mkdir(join(root, 'mlruns/1/endless'))
    await symlink('/dev/zero', join(root, 'mlruns/1/endless/meta.yaml'))
    await put('mlruns/.trash/2/r2/meta.yaml', meta('active'))
    const [store] = await openStores({ root, environment: {} })
    const runs = await store!.runsSince(100)
    expect(runs).toEqual([
      { id: 'r1', experiment: '1', started: 200, tags: { 'modelassay.training': 'mine' } },
    ])
    expect(await store!.runsSince(300)).toEqual([])
    expect(await store!.read(runs[0]!)).toEqual({
      params: { C: '1.0' },
      metrics: {
        'val/loss': [
          [0, 0.5],
          [1, Number.NaN],
          [2, Number.NEGATIVE_INFINITY],
        ],
        old: [[0, 3]],
      },
    })
    await store!.tag({ id: 'r1' }, { 'modelassay.commit': 'abc' })
    expect(await readFile(join(root, 'mlruns/1/r1/tags/modelassay.commit'), 'utf8')).toBe('abc')
    expect(await store!.tagsOf({ id: 'r1' })).toMatchObject({ 'modelassay.commit': 'abc' })
    await expect(store!.tag({ id: 'r9' }, {})).rejects.toThrow(/no run r9/)
  })

  it('is not read where its metrics have more than 256 MB', async () => {
    await put('mlruns/1/r1/metrics/loss', '10 0.5 0\n')
    await truncate(join(root, 'mlruns/1/r1/metrics/loss'), 256_000_001)
    const [store] = await openStores({ root, environment: {} })
    await expect(store!.read({ id: 'r1', experiment: '1', started: 0, tags: {} })).rejects.toMatchObject({
      code: 'mlflow-too-large',
      message: expect.stringContaining('the metrics of the MLflow run r1 have more than 256.0 MB'),
    })
  })

  it('writes tags through no link that a training laid', async () => {
    await put('kept/modelassay.commit', 'own')
    await put('mlruns/1/r1/tags/other', '')
    await symlink(join(root, 'kept', 'modelassay.commit'), join(root, 'mlruns/1/r1/tags/modelassay.commit'))
    await mkdir(join(root, 'mlruns/1/r2'))
    await symlink(join(root, 'kept'), join(root, 'mlruns/1/r2/tags'))
    const [store] = await openStores({ root, environment: {} })
    await store!.tag({ id: 'r1' }, { 'modelassay.commit': 'abc' })
    expect(await readFile(join(root, 'mlruns/1/r1/tags/modelassay.commit'), 'utf8')).toBe('abc')
    await expect(store!.tag({ id: 'r2' }, { 'modelassay.commit': 'abc' })).rejects.toThrow(/behind a link/)
    expect(await readFile(join(root, 'kept/modelassay.commit'), 'utf8')).toBe('own')
  })
})

it.each([
  [
    'a view',
    'CREATE VIEW tags AS WITH RECURSIVE n(key) AS (VALUES(1) UNION ALL SELECT 1 FROM n) SELECT key FROM n',
  ],
  [
    'a trigger',
    'CREATE TABLE tags (key, value, run_uuid); CREATE TRIGGER t AFTER INSERT ON tags BEGIN SELECT 1; END',
  ],
])('a database with %s in the place of a table is not asked', async (_what, schema) => {
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(join(root, 'mlflow.db'))
  database.exec(schema)
  database.close()
  const store = openStore('sqlite:///mlflow.db', { root, environment: {} })
  await expect(store.tagsOf({ id: 'r1' })).rejects.toMatchObject({ code: 'sqlite-refused' })
  await expect(store.tag({ id: 'r1' }, { a: 'b' })).rejects.toMatchObject({ code: 'sqlite-refused' })
})

it('of another kind is refused without a word of its credentials', () => {
  const uri = 'postgresql://ada:p@ss/word@db.example.org/runs?password=hidden'
  const open = () => openStore(uri, { root, environment: {} })
  expect(open).toThrow('runs of MLflow cannot be read from postgresql://db.example.org/runs')
  expect(open).not.toThrow(/word|hidden/)
})

describe('a tracking server', () => {
  type Asked = { readonly url: string; readonly init: RequestInit }
  const serving = (answers: readonly (Response | Error)[], uri = 'https://mlflow.example/base/') => {
    const asked: Asked[] = []
    const left = [...answers]
    const fetch = (async (url: string, init: RequestInit) => {
      asked.push({ url, init })
      const answer = left.shift() ?? new Error('asked too often')
      if (answer instanceof Error) throw answer
      return answer
    }) as unknown as typeof globalThis.fetch
    const environment = { MLFLOW_TRACKING_TOKEN: 'token-1' }
    return { asked, store: openStore(uri, { root, environment, fetch, pauses: [0, 0] }) }
  }
  const json = (body: unknown) => Response.json(body)

  it('is asked page by page, with its token, and never where it redirects to', async () => {
    const { asked, store } = serving([
      json({ experiments: [{ experiment_id: '1' }], next_page_token: 'p' }),
      json({ experiments: [{ experiment_id: '2' }] }),
      json({
        runs: [{ info: { run_id: 'r0', experiment_id: '1', start_time: 160 }, data: {} }],
        next_page_token: 'o',
      }),
      json({ runs: [{ info: { run_id: 'r1', experiment_id: '2', start_time: '170' }, data: {} }] }),
      json({
        run: {
          info: { run_id: 'r1', experiment_id: '2', start_time: 170 },
          data: { metrics: [{ key: 'loss', value: 'NaN' }], params: [{ key: 'C', value: '1' }] },
        },
      }),
      json({ metrics: [{ value: 2, timestamp: '5', step: '1' }], next_page_token: 'q' }),
      json({
        metrics: [
          { value: 'NaN', timestamp: '9', step: '2' },
          { value: 3, timestamp: '1' },
        ],
      }),
    ])
    const [other, run] = await store.runsSince(160.5)
    expect(other?.id).toBe('r0')
    expect(run).toMatchObject({ id: 'r1', experiment: '2', started: 170 })
    expect(await store.read(run!)).toEqual({
      params: { C: '1' },
      metrics: {
        loss: [
          [0, 3],
          [1, 2],
          [2, Number.NaN],
        ],
      },
    })
    expect(asked.map(({ url }) => new URL(url).pathname.replace('/base/api/2.0/mlflow/', ''))).toEqual([
      'experiments/search',
      'experiments/search',
      'runs/search',
      'runs/search',
      'runs/get',
      'metrics/get-history',
      'metrics/get-history',
    ])
    expect(JSON.parse(String(asked[2]?.init.body))).toMatchObject({
      experiment_ids: ['1', '2'],
      filter: 'attributes.start_time >= 160',
    })
    for (const { init } of asked)
      expect(init).toMatchObject({ redirect: 'error', headers: { authorization: 'Bearer token-1' } })
  })

  it('that names a next page for ever is left', async () => {
    const { store } = serving(Array.from({ length: 1100 }, () => json({ next_page_token: 'p' })))
    await expect(store.runsSince(0)).rejects.toThrow(/has no end of answers to experiments\/search/)
  })

  it('that answers without an end is left at 128 MB', async () => {
    const part = new Uint8Array(8_000_000).fill(0x20)
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        if (++sent > 30) controller.close()
        else controller.enqueue(part)
      },
    })
    const { store } = serving([new Response(body)])
    await expect(store.runsSince(0)).rejects.toMatchObject({
      code: 'mlflow-answer',
      message: expect.stringMatching(/experiments\/search\) was answered with more than 128\.0 MB$/),
    })
    expect(sent).toBeLessThan(25)
  })

  it('that is down for a moment is asked again', async () => {
    const { store } = serving([new Error('reset'), new Response('', { status: 503 }), json({})])
    expect(await store.runsSince(0)).toEqual([])
  })

  it.each<[string, Response | Error, string]>([
    ['is not there', new Error('connect ECONNREFUSED'), 'mlflow-unreachable'],
    ['does not know who asks', new Response('', { status: 401 }), 'mlflow-refused'],
    ['fails', new Response('', { status: 500 }), 'mlflow-refused'],
    ['is a page for people', new Response('<html>'), 'mlflow-answer'],
    ['names runs that are paths', json({ experiments: 'all' }), 'mlflow-answer'],
  ])('that %s is told with what to do, without a secret', async (_what, answer, code) => {
    const uri = 'https://me:pass-word@mlflow.example?key=secret-2'
    const { store } = serving([answer, answer, answer], uri)
    const error: Error & { hint?: string } = await store.runsSince(0).then(
      () => expect.unreachable(),
      (thrown: Error) => thrown,
    )
    expect(error).toMatchObject({ code, hint: expect.stringContaining('MLFLOW_TRACKING') })
    expect(`${error.message} ${error.hint} ${store.uri}`).not.toMatch(/pass-word|secret-2|token-1/)
  })

  it('is asked with the name and password of its address or of the environment', async () => {
    const { asked, store } = serving([json({})], 'http://me:pass%20word@mlflow.example')
    await store.runsSince(0)
    const basic = `Basic ${Buffer.from('me:pass word').toString('base64')}`
    expect(asked[0]).toMatchObject({
      url: 'http://mlflow.example/api/2.0/mlflow/experiments/search',
      init: { headers: { authorization: basic } },
    })
  })
})
