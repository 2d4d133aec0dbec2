import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { inputError } from '../errors.ts'
import { fetchModel } from '../models/fetch.ts'
import { modelArtifact } from '../models/store.ts'
import type { BuiltOn } from '../record/built-on.ts'
import type { Digest } from '../record/digest.ts'
import { findingDigest } from '../record/finding.ts'
import { inadmissible } from '../registry/admission.ts'
import type { Plan, Planning, Ports } from '../stage/stage.ts'
import { requireValidData } from '../trust/valid-data.ts'
import { notesOf } from './notes.ts'
import { objectionToGate, objectionToTraining } from './objection.ts'
import { runAgain } from './run-again.ts'
import { gatherRunRecord } from './run-record.ts'
import { versionRule } from './version-rule.ts'

/** A model that may be registered, fetched but not yet hashed. */
export interface Permitted {
  readonly modelDigest: Digest
  readonly sourceSha: string
  readonly fingerprint?: Digest
  /** folder of this run's own, removed in the end */
  readonly staging: string
  readonly notes: string
  readonly builtOn: readonly BuiltOn[]
}

export type RegisterContext = { readonly refused: string } | { readonly permitted: Permitted }

export const modelIn = (staging: string) => join(staging, 'model')
export const recordsIn = (staging: string) => join(staging, 'records')

/** Only a passing gate of this very run and commit permits, and only for the model that it judged. */
export async function plan({ project, own }: Planning, ports: Ports): Promise<Plan<RegisterContext>> {
  const { runner, trust } = ports
  const { name, register } = project.config
  versionRule(register.version)
  const refuse = (refused: string) => ({ context: { refused }, work: [] })
  const barred = inadmissible(runner, register.branches)
  if (barred) return refuse(barred)

  const gate = await trust.handedGate(name, own.gate ?? '')
  const unfit = objectionToGate(gate, name, runner)
  if (unfit) return refuse(unfit)
  const train = await trust.trainOf(gate)
  if (!train)
    throw inputError(
      'record-lost',
      'the train record that the gate was built on is not among the records of this run',
      {
        hint: runAgain(runner.kind),
      },
    )
  const mismatch = objectionToTraining(train, gate)
  if (mismatch) return refuse(mismatch)
  // It may have been validated only after the gate.
  await requireValidData(project, ports)

  const staging = join(runner.temp, `modelassay-version-${randomUUID()}`)
  const model = train.record.model!
  try {
    await gatherRunRecord(recordsIn(staging), gate, train, ports)
    // A reused model lies with the run that trained it; its digest is the gate's, wherever it comes from.
    const keeper = modelArtifact(model)?.runId ?? runner.run.id
    await fetchModel(model, trust.bundlesOf(keeper), modelIn(staging))
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    throw error
  }
  const permitted: Permitted = {
    modelDigest: gate.record.model_digest!,
    sourceSha: runner.run.sha!,
    ...(train.record.fingerprint && { fingerprint: train.record.fingerprint }),
    staging,
    notes: notesOf(gate.record, runner.url),
    builtOn: [gate, train].map(({ record, digest }) => ({
      kind: 'record' as const,
      name: record.stage,
      digest,
      finding: findingDigest(record),
    })),
  }
  return {
    context: { permitted },
    work: [
      {
        kind: 'task',
        id: 'hash-model',
        title: 'Hash the model that is to be registered',
        task: 'hash-model',
        params: { folder: modelIn(staging) },
      },
    ],
  }
}
