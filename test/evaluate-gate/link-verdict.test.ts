import { expect, it } from 'vitest'
import type { Project } from '../../src/config/project.ts'
import { linkVerdict } from '../../src/evaluate-gate/link-verdict.ts'
import { sha256 } from '../../src/record/digest.ts'
import { trackedRuns } from '../../src/record/tracked-runs.ts'
import type { Ports } from '../../src/stage/stage.ts'
import { gateRecord } from '../report/gate-records.ts'
import { trainBundle } from '../trust/records.ts'

const run = { id: '12', attempt: 1, event: 'push', sha: 'a'.repeat(40) }

/** What the training told its run. */
const bears = {
  'modelassay.commit': run.sha,
  'modelassay.fingerprint': sha256('fingerprint'),
  'modelassay.model': sha256('model'),
}

/** What a server is asked when a gate of a model has found that it passes. @param uri of modelassay.yml */
async function asked(
  uri: string | undefined,
  environment: Readonly<Record<string, string>>,
  { recorded = 'https://mlflow.example', tags = bears as Record<string, string>, judged = true } = {},
) {
  const trained = await trainBundle(run, {
    model_digest: sha256('model'),
    observed: {
      ...gateRecord().observed,
      mlflow: [{ seed: 0, run_id: 'r1', experiment_id: '1', tracking_uri: recorded }],
    },
  })
  expect(trackedRuns(trained.record)).toHaveLength(1)
  const calls: { readonly url: string; readonly authorization: unknown; readonly body?: unknown }[] = []
  const warnings: string[] = []
  const fetch = (async (url: string, { headers, body }: RequestInit) => {
    const { authorization } = Object(headers)
    calls.push({ url, authorization, ...(body !== undefined && { body: JSON.parse(String(body)) }) })
    const pairs = Object.entries(tags).map(([key, value]) => ({ key, value }))
    const info = { run_id: 'r1', experiment_id: '1', start_time: 1 }
    return Response.json({ run: { info, data: { tags: pairs } } })
  }) as unknown as typeof globalThis.fetch
  const ports = {
    runner: { log: { warning: (text: string) => void warnings.push(text) } },
    trust: { ofThisRun: async () => trained },
    tracking: { environment, fetch },
  } as unknown as Ports
  const project = { root: '/nowhere', config: { name: 'churn', train: { mlflow: { tracking_uri: uri } } } }
  const built_on = judged ? [{ kind: 'record' as const, name: 'train', digest: trained.digest }] : []
  await linkVerdict(gateRecord({ verdict: 'pass', built_on }), project as unknown as Project, ports)
  return { calls, warnings }
}

const token = { MLFLOW_TRACKING_TOKEN: 'token-1' }

it('the run of a model is told the verdict of its gate', async () => {
  const uri = 'https://mlflow.example'
  const { calls } = await asked(undefined, { MLFLOW_TRACKING_URI: uri, ...token })
  expect(calls).toEqual([
    { url: `${uri}/api/2.0/mlflow/runs/get?run_id=r1`, authorization: 'Bearer token-1' },
    {
      url: `${uri}/api/2.0/mlflow/runs/set-tag`,
      authorization: 'Bearer token-1',
      body: { run_id: 'r1', key: 'modelassay.verdict', value: 'pass' },
    },
  ])
})

it('credentials go to the address of the environment, and neither to one of modelassay.yml nor of a record', async () => {
  const own = await asked('https://evil.example', { MLFLOW_TRACKING_URI: 'https://mlflow.example', ...token })
  expect(own.calls.map(({ url }) => new URL(url).host)).toEqual(['mlflow.example', 'mlflow.example'])
  const configured = await asked('https://evil.example', token)
  expect(configured.calls.map(({ authorization }) => authorization)).toEqual([undefined, undefined])
  expect((await asked(undefined, token, { recorded: 'https://evil.example' })).calls).toEqual([])
})

it.each([
  ['of another commit', { ...bears, 'modelassay.commit': 'f'.repeat(40) }],
  ['of another model', { ...bears, 'modelassay.model': sha256('other') }],
  ['that no training was told of', {}],
])('a run %s is told nothing, whatever a record says', async (_what, tags) => {
  const { calls, warnings } = await asked('https://mlflow.example', {}, { tags })
  expect(calls.map(({ url }) => new URL(url).pathname)).toEqual(['/api/2.0/mlflow/runs/get'])
  expect(warnings.join()).toMatch(/r1 was not tagged: its tag modelassay\.\w+ is not/)
})

it('a training record that is not the one that was judged names no run', async () => {
  expect((await asked('https://mlflow.example', {}, { judged: false })).calls).toEqual([])
})
