import { artifactName } from '../record/artifact-name.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import type { RunOfRecord } from '../record/run.ts'
import type { CommentSection } from '../report/gate/comment-markdown.ts'
import { gateLinks } from '../report/gate/gate-links.ts'
import { addressPart } from '../report/markdown/address-part.ts'
import { ownWords } from '../report/words/words-section.ts'
import type { BundleRef, Runner } from '../runner/runner.ts'
import { fetchRecord } from '../trust/fetch-record.ts'
import { gateOf, newestGates } from './gate-artifacts.ts'

/** What the jobs of this run have said so far, by their artifacts. */
export interface RunSections {
  /** of each model and matrix job the newest attempt */
  readonly gates: readonly ReadGate[]
  /** pages of HTML reports, by the name of the gate's artifact that they are about */
  readonly reports: ReadonlyMap<string, string>
  /** equal where no record or report has come since */
  readonly basis: string
}

/** A record, or the artifact whose record could not be read. */
export type ReadGate = { readonly record: EvaluateGateRecord } | { readonly unread: string }

type Here = Pick<Runner, 'run' | 'bundles' | 'temp' | 'log'>

/** Artifacts that were read once: what is kept never changes. */
export type ReadOnce = Map<string, ReadGate>

/**
 * Lists this run's artifacts and reads the gate records of its other jobs. Any job can upload an artifact under any
 * name: what is read here is shown, and decides nothing. The own record is never read back.
 */
export async function sectionsOfRun(
  own: EvaluateGateRecord,
  site: string,
  runner: Here,
  read: ReadOnce,
): Promise<RunSections> {
  const bundles = (await runner.bundles.ofThisRun()).filter(({ runId }) => runId === runner.run.id)
  const gates = othersOf(bundles, own)
  const others = await Promise.all(
    gates.map(async (bundle) => {
      const known = read.get(bundle.id) ?? (await readGate(bundle, runner))
      read.set(bundle.id, known)
      return known
    }),
  )
  const reports = bundles.filter(isReport)
  return {
    gates: [{ record: own }, ...others],
    reports: new Map(
      reports.map(({ name, id }) => [
        name.replace(/\.html?$/, ''),
        `${site}/actions/runs/${addressPart(runner.run.id)}/artifacts/${addressPart(id)}`,
      ]),
    ),
    basis: basisOf(gates, reports),
  }
}

/** What {@link sectionsOfRun} would be made of now: one call. */
export async function basisOfRun(own: EvaluateGateRecord, { bundles, run }: Here): Promise<string> {
  const now = (await bundles.ofThisRun()).filter(({ runId }) => runId === run.id)
  return basisOf(othersOf(now, own), now.filter(isReport))
}

const isReport = ({ name }: BundleRef) => /^modelassay-.+-report(-|$)/.test(name)

const basisOf = (...lists: readonly (readonly BundleRef[])[]) =>
  lists
    .flat()
    .map(({ id }) => id)
    .sort()
    .join(' ')

/** Those of the other models and matrix jobs. */
function othersOf(bundles: readonly BundleRef[], own: EvaluateGateRecord): BundleRef[] {
  const ownKey = gateOf(artifactName(own.name, 'evaluate-gate', own.run))?.key
  return newestGates(bundles, own.run.attempt).filter(({ name }) => gateOf(name)?.key !== ownKey)
}

async function readGate(bundle: BundleRef, runner: Here): Promise<ReadGate> {
  try {
    const { record } = await fetchRecord(runner.bundles, bundle, 'evaluate-gate', runner.temp)
    const isIt =
      artifactName(record.name, 'evaluate-gate', record.run) === bundle.name &&
      record.run.id === runner.run.id
    return isIt ? { record } : { unread: bundle.name }
  } catch (error) {
    runner.log.info(`The record in ${bundle.name} could not be read: ${(error as Error).message}`)
    return { unread: bundle.name }
  }
}

/** What the comment is made of: sections without those that are never to be told. */
export async function commentSections(
  { gates, reports }: RunSections,
  site: string,
  { id }: Pick<RunOfRecord, 'id'>,
): Promise<CommentSection[]> {
  const run = `${site}/actions/runs/${addressPart(id)}`
  const told = gates.filter((gate) => !('record' in gate) || gate.record.comment !== 'never')
  return Promise.all(
    told.map(async (gate): Promise<CommentSection> => {
      if ('unread' in gate) return { unreadable: gate.unread, links: { run } }
      const { record } = gate
      const report = reports.get(artifactName(record.name, 'report', record.run))
      const words = await ownWords(record)
      return { record, links: gateLinks(record, site, report), ...(words && { words }) }
    }),
  )
}
