import { expect, it } from 'vitest'
import type { Project } from '../../src/config/project.ts'
import { linkVerdict } from '../../src/evaluate-gate/link-verdict.ts'
import { trackedRuns } from '../../src/record/tracked-runs.ts'
import type { Ports } from '../../src/stage/stage.ts'
import { gateRecord } from '../report/gate-records.ts'
import { trainBundle } from '../trust/records.ts'

const run = { id: '12', attempt: 1, event: 'push', sha: 'a'.repeat(40) }

/** What a server is asked when a gate of a model has found that it passes. @param uri of modelassay.yml */
async function asked(
  uri: string | undefined,
  environment: Readonly<Record<string, string>>,
  recorded = 'https://mlflow.example',
) {
  const trained = await trainBundle(run, {
    observed: {
      ...gateRecord().observed,
      mlflow: [{ seed: 0, run_id: 'r1', experiment_id: '1', tracking_uri: recorded }],
    },
  })
  expect(trackedRuns(trained.record)).toHaveLength(1)
  const calls: { readonly url: string; readonly authorization: unknown; readonly body: unknown }[] = []
  const warnings: string[] = []
  const fetch = (async (url: string, { headers, body }: RequestInit) => {
    calls.push({ url, authorization: Object(headers).authorization, body: JSON.parse(String(body)) })
    return Response.json({})
  }) as unknown as typeof globalThis.fetch
  const ports = {
    runner: { log: { warning: (text: string) => void warnings.push(text) } },
    trust: { ofThisRun: async () => trained },
    tracking: { environment, fetch },
  } as unknown as Ports
  const project = { root: '/nowhere', config: { name: 'churn', train: { mlflow: { tracking_uri: uri } } } }
  await linkVerdict(gateRecord({ verdict: 'pass' }), project as unknown as Project, ports)
  return { calls, warnings }
}

const token = { MLFLOW_TRACKING_TOKEN: 'token-1' }

it('the run of a model is told the verdict of its gate', async () => {
  const uri = 'https://mlflow.example'
  const { calls } = await asked(undefined, { MLFLOW_TRACKING_URI: uri, ...token })
  expect(calls).toEqual([
    {
      url: `${uri}/api/2.0/mlflow/runs/set-tag`,
      authorization: 'Bearer token-1',
      body: { run_id: 'r1', key: 'modelassay.verdict', value: 'pass' },
    },
  ])
})

it('credentials go to the address of the environment, and neither to one of modelassay.yml nor of a record', async () => {
  const own = await asked('https://evil.example', { MLFLOW_TRACKING_URI: 'https://mlflow.example', ...token })
  expect(own.calls.map(({ url }) => new URL(url).host)).toEqual(['mlflow.example'])
  const configured = await asked('https://evil.example', token)
  expect(configured.calls.map(({ authorization }) => authorization)).toEqual([undefined])
  expect((await asked(undefined, token, 'https://evil.example')).calls).toEqual([])
})
