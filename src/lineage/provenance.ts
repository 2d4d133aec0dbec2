import { configurationError } from '../errors.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { StageRecord } from '../record/record.ts'
import type { TrainRecord } from '../record/train.ts'

const buildType = 'https://github.com/modelassay/modelassay/blob/v1/docs/architecture.md#provenance'

/** A digest of files as one is no sha256 of any bytes, and so has a name of its own: see docs/architecture.md. */
const treeDigest = 'modelassayTree'

/**
 * An in-toto statement with SLSA provenance of the model that a training made: what it was built from, by which
 * command, and where. It is not signed: hand it to what attests.
 * @throws AssayError configuration: `no-training` where no record is of a training that made a model
 * @see https://slsa.dev/spec/v1.1/provenance
 */
export function provenanceOf(records: readonly ReadRecord[]): object {
  const trained = records.findLast((read): read is ReadRecord<TrainRecord> => isTraining(read.record))
  if (!trained)
    throw configurationError('no-training', 'none of these records is of a training that made a model', {
      hint: 'Run `modelassay train` first, or name a version that was registered with its training.',
    })
  const { record } = trained
  const { run, observed, environment } = record
  const repository = run.repository === undefined ? undefined : `git+https://github.com/${run.repository}`
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: record.name, digest: { [treeDigest]: hex(record.model_digest ?? '') } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: {
          ...(run.workflow !== undefined && {
            workflow: {
              path: run.workflow,
              ...(run.ref !== undefined && { ref: run.ref }),
              ...(repository && { repository }),
            },
          }),
          command: { run: record.command?.run ?? '', shell: record.command?.shell ?? '' },
          seeds: record.seeds ?? [],
          ...(record.params && { parameters: record.params }),
        },
        internalParameters: {
          event: run.event,
          ...(record.fingerprint && { fingerprint: record.fingerprint }),
          ...(environment && { environment }),
        },
        resolvedDependencies: [
          ...(run.sha === undefined
            ? []
            : [{ uri: repository ?? 'git:local', digest: { gitCommit: run.sha } }]),
          ...record.built_on.map(({ kind, name, digest }) => ({
            uri: `${kind}:${encodeURI(name)}`,
            name,
            digest: { sha256: hex(digest) },
          })),
        ],
      },
      runDetails: {
        builder: {
          id: repository ? 'https://github.com/actions/runner' : 'https://github.com/modelassay/modelassay',
          version: { modelassay: observed.suite_version },
        },
        metadata: {
          invocationId:
            run.repository === undefined
              ? `${run.id}/${run.attempt}`
              : `https://github.com/${run.repository}/actions/runs/${run.id}/attempts/${run.attempt}`,
          startedOn: observed.started_at,
          finishedOn: observed.finished_at,
        },
        byproducts: records.map((read) => ({
          name: `${read.record.stage} record`,
          digest: { sha256: hex(read.digest) },
        })),
      },
    },
  }
}

const isTraining = (record: StageRecord): record is TrainRecord =>
  record.stage === 'train' && record.passes && record.model_digest !== undefined

const hex = (digest: string) => digest.replace(/^sha256:/, '')
