import { describe, expect, it } from 'vitest'
import { openLineageEvents } from '../../src/lineage/openlineage.ts'
import { provenanceOf } from '../../src/lineage/provenance.ts'
import { sha256 } from '../../src/record/digest.ts'
import { gateBundle, trainBundle } from '../trust/records.ts'

const run = {
  id: '12',
  attempt: 2,
  event: 'push',
  repository: 'team/churn',
  sha: 'a'.repeat(40),
  workflow: '.github/workflows/model.yml',
  ref: 'refs/heads/main',
}

const trained = () =>
  trainBundle(run, {
    model_digest: sha256('model'),
    command: { run: 'python train.py', shell: 'bash' },
    seeds: [0],
    params: { C: 1 },
    tables: [
      {
        name: 'train',
        path: 'data/train.csv',
        role: 'train',
        identity: { kind: 'content', value: sha256('rows') },
      },
    ],
    built_on: [{ kind: 'file', name: 'data/my rows.csv', digest: sha256('rows') }],
  })

describe('OpenLineage events', () => {
  it('tell the start and the end of a training, its tables and its model by version', async () => {
    const { record } = await trained()
    const [start, end, ...more] = openLineageEvents([record])
    expect(more).toEqual([])
    expect(start).toMatchObject({ eventType: 'START', eventTime: record.observed.started_at, outputs: [] })
    expect(end).toMatchObject({
      eventType: 'COMPLETE',
      eventTime: record.observed.finished_at,
      job: {
        namespace: 'team/churn',
        name: 'churn.train',
        facets: { sourceCodeLocation: { type: 'git', version: run.sha, branch: 'main' } },
      },
      inputs: [{ name: 'data/train.csv', facets: { version: { datasetVersion: sha256('rows') } } }],
      outputs: [{ name: 'model/churn', facets: { version: { datasetVersion: sha256('model') } } }],
    })
    expect(end?.run.runId).toBe(start?.run.runId)
    expect(end?.run.runId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    for (const facet of Object.values(end?.job.facets ?? {}))
      expect(facet).toMatchObject({
        _producer: expect.any(String),
        _schemaURL: expect.stringMatching(/^https:/),
      })
  })

  it('have completed where a gate lets nothing pass, and failed where it ended with an error', async () => {
    const error = { code: 'x', message: 'broken', hint: 'mend' }
    const gates = [
      await gateBundle(run, { passes: false, verdict: 'fail' }),
      await gateBundle(run, { passes: false, verdict: 'error', error }),
      await gateBundle(run, { passes: false, verdict: 'skipped' }),
    ]
    const events = openLineageEvents(gates.map(({ record }) => record))
    expect(events.filter(({ eventType }) => eventType !== 'START').map(({ eventType }) => eventType)).toEqual(
      ['COMPLETE', 'FAIL', 'ABORT'],
    )
    expect(events[3]?.run.facets).toMatchObject({ errorMessage: { message: 'broken' } })
  })
})

describe('a provenance statement', () => {
  it('names the model by its digest, and what it was built from, by which command and where', async () => {
    const train = await trained()
    const gate = await gateBundle(run)
    expect(provenanceOf([train, gate])).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'churn', digest: { modelassayTree: sha256('model').slice(7) } }],
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {
        buildDefinition: {
          externalParameters: {
            command: { run: 'python train.py' },
            parameters: { C: 1 },
            workflow: { path: run.workflow, ref: run.ref, repository: 'git+https://github.com/team/churn' },
          },
          resolvedDependencies: [
            { uri: 'git+https://github.com/team/churn', digest: { gitCommit: run.sha } },
            { uri: 'file:data/my%20rows.csv', digest: { sha256: sha256('rows').slice(7) } },
          ],
        },
        runDetails: {
          metadata: { invocationId: 'https://github.com/team/churn/actions/runs/12/attempts/2' },
          byproducts: [
            { name: 'train record' },
            { name: 'evaluate-gate record', digest: { sha256: gate.digest.slice(7) } },
          ],
        },
      },
    })
  })

  it('is none of a training that failed', async () => {
    const failed = await trainBundle(run, { passes: false, verdict: 'failed' })
    expect(() => provenanceOf([failed])).toThrow(/none of these records/)
  })
})
