import { mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { isAbsolute, join, normalize, sep } from 'node:path'
import { inputError } from '../errors.ts'
import { canonicalJson } from './canonical-json.ts'
import { type Digest, sha256, sha256OfFile } from './digest.ts'
import type { Evidence } from './evidence.ts'
import type { RecordOf, StageRecord } from './record.ts'
import { recordSchemaOf } from './schema-of.ts'
import { stageNames } from './stage-name.ts'

/** A record as it was read: the value, and the digest of the very bytes that it was read from. */
export interface ReadRecord<R extends StageRecord = StageRecord> {
  readonly record: R
  readonly digest: Digest
  /** folder that holds record.json and its evidence */
  readonly folder: string
}

const fileName = 'record.json'

/** Takes away what a command left under the record's own name, which is no evidence and may be a folder or a pipe. */
export async function makeRoom(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await rm(join(folder, fileName), { recursive: true, force: true })
}

/** Writes record.json into a folder that already holds the record's evidence. */
export async function writeBundle<R extends StageRecord>(folder: string, record: R): Promise<ReadRecord<R>> {
  await mkdir(folder, { recursive: true })
  const schema = await recordSchemaOf(record.stage)
  const text = canonicalJson(schema.parse(record))
  await writeFile(join(folder, fileName), text)
  return { record, digest: sha256(text), folder }
}

/** The evidence entry of a file in a bundle's folder. */
export async function evidenceOf(folder: string, path: string): Promise<Evidence> {
  const file = join(folder, path)
  return { path, digest: await sha256OfFile(file), bytes: (await stat(file)).size }
}

/**
 * Reads a record and checks each link that it names inside its own folder.
 * @throws AssayError `record-unreadable`, `record-broken` (an evidence file's digest differs), `record-digest`
 *   (the bytes are not those that the caller was promised)
 */
export async function readBundle(folder: string, promised?: Digest): Promise<ReadRecord> {
  const bytes = await readFile(join(folder, fileName)).catch((cause) => {
    throw inputError('record-unreadable', `${folder} holds no readable ${fileName}`, {
      hint: 'Run the stage that writes this record again.',
      cause,
    })
  })
  const digest = sha256(bytes)
  if (promised && promised !== digest)
    throw inputError(
      'record-digest',
      `${stageIn(bytes)} has digest ${digest}, but ${promised} was handed on: it was changed after it was written`,
      {
        hint: 'Run its stage again, and find out what changed the record: another job, a command, or a person.',
      },
    )
  const record = await parseRecord(bytes.toString('utf8'), folder)
  for (const file of record.evidence ?? []) await checkEvidence(folder, file, record)
  return { record, digest, folder }
}

/** Which record it says that it is, for a message; nothing else of it is believed. */
function stageIn(bytes: Buffer): string {
  try {
    const { stage } = JSON.parse(bytes.toString('utf8')) as { stage?: unknown }
    return stageNames.some((name) => name === stage) ? `the ${stage} record` : fileName
  } catch {
    return fileName
  }
}

/** @throws AssayError `record-stage` when the record is of another stage */
export function asStage<S extends StageRecord['stage']>(read: ReadRecord, stage: S): ReadRecord<RecordOf<S>> {
  if (read.record.stage !== stage)
    throw inputError(
      'record-stage',
      `expected a record of ${stage}, but this one is of ${read.record.stage}`,
      {
        hint: `Hand on the "record" output of the ${stage} step.`,
      },
    )
  return read as ReadRecord<RecordOf<S>>
}

/** @throws AssayError `record-unreadable` */
export async function parseRecord(text: string, origin: string): Promise<StageRecord> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw inputError('record-unreadable', `the record in ${origin} is not JSON`, {
      hint: 'Run its stage again.',
      cause,
    })
  }
  const schema = await recordSchemaOf((value as { stage?: unknown } | null)?.stage)
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw inputError(
    'record-unreadable',
    `the record in ${origin} is not one of this suite: ${issue?.path.join('.') || 'document'}: ${issue?.message}`,
    { hint: 'Run its stage again with this version of the suite.', cause: parsed.error },
  )
}

async function checkEvidence(folder: string, { path, digest }: Evidence, record: StageRecord): Promise<void> {
  const inside = normalize(path)
  if (isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`))
    throw inputError(
      'record-broken',
      `the ${record.stage} record names evidence outside its folder: ${path}`,
      {
        hint: 'Do not use this record; find out which job wrote it.',
      },
    )
  // Through a link a hostile bundle would have any file of this machine read, and stored as evidence.
  const real = await realpath(join(folder, inside)).catch(() => undefined)
  const linked = real !== undefined && real !== join(await realpath(folder), inside)
  const found = real === undefined || linked ? undefined : await sha256OfFile(real).catch(() => undefined)
  if (found !== digest)
    throw inputError(
      'record-broken',
      `the ${record.stage} record says that ${path} has digest ${digest}, but ${found ? `it has ${found}` : linked ? 'it is a link' : 'the file is missing'}`,
      { hint: `Run ${record.stage} again; a file beside its record was changed or lost.` },
    )
}
