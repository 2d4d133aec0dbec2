import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, it } from 'vitest'
import { type LineageEvent, openLineageEvents } from '../../src/lineage/openlineage.ts'
import { sha256 } from '../../src/record/digest.ts'
import { besides, richRecord } from '../report/html/rich-record.ts'
import { gateBundle, trainBundle } from '../trust/records.ts'

const facets = [
  'SourceCodeLocationJobFacet',
  'ErrorMessageRunFacet',
  'JobTypeJobFacet',
  'DatasetVersionDatasetFacet',
]
const schemaOf = (name: string): { readonly $id: string } =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.json`), 'utf8'))

const ajv = new Ajv({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(schemaOf('OpenLineage'))
for (const name of facets) ajv.addSchema(schemaOf(name))

/** What the schemas of OpenLineage find wrong with an event and each of its facets. */
function faultsOf(event: LineageEvent): string[] {
  const isEvent = ajv.getSchema(event.schemaURL)
  if (isEvent === undefined) return [`${event.schemaURL} is no known schema`]
  const wrong = isEvent(event)
    ? []
    : (isEvent.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  const told = [event.run, event.job, ...event.inputs, ...event.outputs].flatMap(({ facets: all }) =>
    Object.entries(all),
  )
  for (const [name, facet] of told) {
    const { _schemaURL } = facet as { readonly _schemaURL: string }
    const isFacet = ajv.getSchema(_schemaURL)
    if (isFacet === undefined) wrong.push(`${_schemaURL} is no known schema`)
    else if (!isFacet({ [name]: facet })) wrong.push(`${name}: ${ajv.errorsText(isFacet.errors)}`)
  }
  return wrong
}

const run = {
  id: '12',
  attempt: 2,
  event: 'push',
  repository: 'team/churn',
  sha: 'a'.repeat(40),
  workflow: '.github/workflows/model.yml',
  ref: 'refs/heads/main',
}

it('events are as OpenLineage’s own schemas want them, of every stage and ending, on a laptop too', async () => {
  const { training, data, later = [] } = besides()
  const error = { code: 'x', message: 'broken', hint: 'mend' }
  const { record: trained } = await trainBundle(run, {
    model_digest: sha256('model'),
    tables: [
      {
        name: 'train',
        path: 'data/my rows.csv',
        role: 'train',
        identity: { kind: 'content', value: sha256('r') },
      },
      { name: 'live', uri: 's3://bucket/live.csv', role: 'live', identity: { kind: 'none' } },
    ],
  })
  const { record: failed } = await gateBundle(run, { passes: false, verdict: 'error', error })
  const { record: local } = await trainBundle({ id: 'b'.repeat(40), attempt: 1, event: 'local' })
  const records = [trained, failed, local, richRecord(), training!, data!, ...later]
  const events = openLineageEvents(records)
  expect(events).toHaveLength(2 * records.length)
  expect(events.flatMap(faultsOf)).toEqual([])
})

it('and what is not is found by these schemas', async () => {
  const { record } = await trainBundle(run)
  const [start] = openLineageEvents([record])
  const { jobType } = start!.job.facets
  const broken = [
    { ...start!, eventTime: 'yesterday' },
    { ...start!, run: { ...start!.run, runId: '12' } },
    { ...start!, eventType: 'DONE' },
    { ...start!, job: { ...start!.job, facets: { jobType: { ...jobType, integration: 7 } } } },
  ] as unknown as LineageEvent[]
  for (const event of broken) expect(faultsOf(event)).not.toEqual([])
})
