import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { configurationError } from '../errors.ts'
import { tryGit } from '../git/git.ts'
import type { LocalPorts } from '../launch/local-ports.ts'
import { type ReadRecord, readBundle } from '../record/bundle.ts'
import type { StageRecord } from '../record/record.ts'
import { stageNames } from '../record/stage-name.ts'
import type { Ports } from '../stage/stage.ts'
import { registeredAs } from './registered-as.ts'

/** What was asked for; of a commit its stages may have run again and again. */
export interface RecordsToShow {
  readonly records: readonly ReadRecord[]
  readonly ofCommit: boolean
}

/** What no version is called: a digest in whole or shortened, and a commit by its hash or its place below HEAD. */
const digest = /^(?:sha256:)?([0-9a-f]{8,64})$/
const commitAlone = /^(HEAD|@|[0-9a-f]{7,64})([~^]\d*)*$/

/**
 * Records of this commit, of another that ran here, of what has a digest, of a folder, or of a registered version.
 * @param config configuration file, from the workspace
 * @param scratch folder for what is fetched
 * @throws AssayError configuration: `no-records`, `unknown-version`; what reading records throws
 */
export async function recordsToShow(
  what: string | undefined,
  config: string,
  ports: LocalPorts,
  scratch: string,
): Promise<RecordsToShow> {
  if (what === undefined) return { records: await ofThisRun(ports, scratch), ofCommit: true }
  const { runs } = ports.runner
  const asDigest = digest.exec(what)?.[1]
  const known = asDigest === undefined ? [] : await recordsOfDigest(`sha256:${asDigest}`, runs)
  if (known.length > 0) return { records: known, ofCommit: false }
  const inFolder = await recordsIn(what)
  if (inFolder.length > 0) return { records: inFolder, ofCommit: false }
  const below = commitAlone.test(what) ? await recordsOfCommit(what, ports.runner) : []
  if (below.length > 0) return { records: below, ofCommit: true }
  const { name, registry, version, known: there } = await registeredAs(what, config, ports)
  if (version === undefined) {
    // A version's tag and a branch called production name commits, too: what is registered comes first.
    const records = await recordsOfCommit(what, ports.runner)
    if (records.length > 0) return { records, ofCommit: true }
    throw configurationError(
      'unknown-version',
      `${what} is no folder of records, no commit or digest of what ran here, and no version or alias of ${name}`,
      {
        hint: `Known: ${there.join(', ') || 'nothing is registered yet'}.`,
      },
    )
  }
  await registry.fetchRecords(name, version, scratch)
  return { records: await recordsIn(join(scratch, 'records')), ofCommit: false }
}

/** What ran at a commit, or else in a working tree that stood on it. */
async function recordsOfCommit(
  what: string,
  { runs, workspace }: Pick<LocalPorts['runner'], 'runs' | 'workspace'>,
): Promise<ReadRecord[]> {
  const asked = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${what}^{commit}`]
  const answer = await tryGit(asked, { cwd: workspace })
  if (!answer.ok) return []
  const sha = answer.text.trim()
  const clean = await recordsIn(join(runs, sha))
  return clean.length > 0 ? clean : recordsIn(join(runs, `${sha}-dirty`))
}

/** Records of the newest run of this folder that has this digest: of a model, or of a record. */
async function recordsOfDigest(digest: string, runs: string): Promise<ReadRecord[]> {
  const found: { readonly records: ReadRecord[]; readonly at: string }[] = []
  for (const run of await readdir(runs).catch(() => [])) {
    const records = await recordsIn(join(runs, run))
    const its = records.filter(
      ({ digest: own, record }) => own.startsWith(digest) || modelDigestOf(record).startsWith(digest),
    )
    if (its.length > 0) found.push({ records: its, at: its.at(-1)!.record.observed.finished_at })
  }
  return found.sort((a, b) => (a.at < b.at ? 1 : -1))[0]?.records ?? []
}

const modelDigestOf = (record: StageRecord): string =>
  'model_digest' in record && typeof record.model_digest === 'string' ? record.model_digest : ''

/** Artifacts of a stage, of whatever model, seed, leg and attempt; the others hold models and reports. */
const holdsRecord = new RegExp(`-(${stageNames.join('|')})(-seed-\\d+)?(-[0-9a-f]{8})?-\\d+$`)

async function ofThisRun({ runner }: Ports, scratch: string): Promise<ReadRecord[]> {
  const bundles = (await runner.bundles.ofThisRun()).filter(({ name }) => holdsRecord.test(name))
  if (bundles.length === 0)
    throw configurationError('no-records', 'no stage has run here for this commit', {
      hint: 'Run one first, for example `modelassay data-validate`, or name a version.',
    })
  const records: ReadRecord[] = []
  for (const [i, bundle] of bundles.entries()) {
    await runner.bundles.fetch(bundle, join(scratch, String(i)))
    records.push(await readBundle(join(scratch, String(i))))
  }
  return records
}

/** Records in the folders directly below a folder; none when it is not one. */
async function recordsIn(folder: string): Promise<ReadRecord[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))
  const read = await Promise.allSettled(folders.map((path) => readdir(path)))
  const holding = folders.filter(
    (_, i) =>
      read[i]?.status === 'fulfilled' &&
      (read[i] as PromiseFulfilledResult<string[]>).value.includes('record.json'),
  )
  return Promise.all(holding.map((path) => readBundle(path)))
}
