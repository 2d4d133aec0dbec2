import { sha256 } from '../record/digest.ts'
import type { StageRecord } from '../record/record.ts'
import type { TableRef } from '../record/refs.ts'

const producer = 'https://github.com/modelassay/modelassay'
const schema = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent'
const facetOf = (name: string, version: string) => ({
  _producer: producer,
  _schemaURL: `https://openlineage.io/spec/facets/${version}/${name}.json`,
})

/** A dataset that a stage read or made. */
interface Dataset {
  readonly namespace: string
  readonly name: string
  readonly facets: Readonly<Record<string, object>>
}

/** An event of OpenLineage, as its collectors take it. */
export interface LineageEvent {
  readonly eventType: 'START' | 'COMPLETE' | 'FAIL' | 'ABORT'
  readonly eventTime: string
  readonly run: { readonly runId: string; readonly facets: Readonly<Record<string, object>> }
  readonly job: {
    readonly namespace: string
    readonly name: string
    readonly facets: Readonly<Record<string, object>>
  }
  readonly inputs: readonly Dataset[]
  readonly outputs: readonly Dataset[]
  readonly producer: string
  readonly schemaURL: string
}

/**
 * The start and the end of each stage, in the order in which they began, as OpenLineage tells them: the tables that it read and the model that it made or
 * took, each with its version, which is its digest. A gate that lets nothing pass has completed; an error has failed.
 * @see https://openlineage.io/spec/2-0-2/OpenLineage.json
 */
export const openLineageEvents = (records: readonly StageRecord[]): LineageEvent[] =>
  [...records].sort(byStart).flatMap((record) => {
    const { started_at, finished_at } = record.observed
    const shared = eventOf(record)
    return [
      { ...shared, eventType: 'START' as const, eventTime: started_at, outputs: [] },
      { ...shared, eventType: endOf(record), eventTime: finished_at },
    ]
  })

const byStart = ({ observed: a }: StageRecord, { observed: b }: StageRecord) =>
  Date.parse(a.started_at) - Date.parse(b.started_at)

function eventOf(record: StageRecord): Omit<LineageEvent, 'eventType' | 'eventTime'> {
  const { name, stage, run } = record
  const namespace = run.repository ?? 'modelassay'
  return {
    run: {
      runId: uuidOf(
        [`${run.repository} ${run.id} ${run.attempt} ${run.leg} ${stage} ${name}`, ...partOf(record)].join(
          ' ',
        ),
      ),
      facets: {
        ...(record.error && {
          errorMessage: {
            ...facetOf('ErrorMessageRunFacet', '1-0-1'),
            message: record.error.message,
            programmingLanguage: 'none',
          },
        }),
      },
    },
    job: {
      namespace,
      name: `${name}.${stage}`,
      facets: {
        jobType: {
          ...facetOf('JobTypeJobFacet', '2-0-4'),
          processingType: 'BATCH',
          integration: 'MODELASSAY',
          jobType: 'JOB',
        },
        ...(run.sha !== undefined && { sourceCodeLocation: sourceOf(record) }),
      },
    },
    ...datasetsOf(record, namespace),
    producer,
    schemaURL: schema,
  }
}

/** What tells the jobs that each trained some of the seeds from each other, and from the whole. */
const partOf = (record: StageRecord) =>
  record.stage === 'train' && record.part ? [`seeds ${record.seeds?.join()}`] : []

function sourceOf({ run }: StageRecord) {
  const { repository, sha, workflow, ref } = run
  return {
    ...facetOf('SourceCodeLocationJobFacet', '1-1-0'),
    type: 'git',
    url: repository === undefined ? 'git:local' : `https://github.com/${repository}/tree/${sha}`,
    version: sha,
    ...(workflow !== undefined && { path: workflow }),
    ...(ref !== undefined && { branch: ref.replace(/^refs\/(heads|tags)\//, '') }),
  }
}

function datasetsOf(record: StageRecord, namespace: string): Pick<LineageEvent, 'inputs' | 'outputs'> {
  const digest = 'model_digest' in record ? record.model_digest : undefined
  const model = typeof digest === 'string' ? [modelOf(record.name, digest, namespace)] : []
  const tables = record.stage === 'train' || record.stage === 'data-validate' ? (record.tables ?? []) : []
  const inputs = tables.map((table) => tableOf(table, namespace))
  // What a stage makes: a training and a registration bring a model about, the others look at it.
  return record.stage === 'train' || record.stage === 'register-model'
    ? { inputs: record.stage === 'train' ? inputs : model, outputs: model }
    : { inputs: [...inputs, ...model], outputs: [] }
}

const tableOf = ({ name, path, uri, identity }: TableRef, namespace: string): Dataset => ({
  namespace,
  name: path ?? uri ?? name,
  facets: identity.value === undefined ? {} : { version: versionOf(identity.value) },
})

const modelOf = (name: string, digest: string, namespace: string): Dataset => ({
  namespace,
  name: `model/${name}`,
  facets: { version: versionOf(digest) },
})

const versionOf = (datasetVersion: string) => ({
  ...facetOf('DatasetVersionDatasetFacet', '1-0-1'),
  datasetVersion,
})

const endOf = ({ error, verdict }: StageRecord): LineageEvent['eventType'] =>
  verdict === 'skipped' ? 'ABORT' : error || verdict === 'failed' ? 'FAIL' : 'COMPLETE'

/** A UUID of the eighth version over a text: the same run has the same one, wherever it is told from. */
function uuidOf(text: string): string {
  const hex = sha256(text).slice('sha256:'.length)
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
