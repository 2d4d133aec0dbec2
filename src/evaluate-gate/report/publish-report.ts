import { mkdtemp, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { AssayError } from '../../errors.ts'
import { artifactName } from '../../record/artifact-name.ts'
import type { ReadRecord } from '../../record/bundle.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { TrainRecord } from '../../record/train.ts'
import type { BundleRef, Runner } from '../../runner/runner.ts'
import { type RunRecord, readRunRecords } from './run-records.ts'

/** What the plan has read beside the baselines' gates. */
interface KnownRecords {
  /** of this run */
  readonly ofRun: readonly RunRecord[]
  /** the trainings of baselines, in the order of the baselines */
  readonly earlier: readonly (RunRecord & { readonly baseline: string })[]
}

type Host = Pick<Runner, 'bundles' | 'temp' | 'log' | 'url' | 'workspace'> & { readonly runs?: string }

/**
 * Keeps the report as a file that opens in the browser: an artifact of its own, beside the one of the record. It comes
 * after the record is stored and changes nothing in it.
 * @returns where people find it: a page on GitHub, a file on a laptop; undefined where nothing was measured, and after
 *   a warning where it was not kept
 */
export async function publishReport(
  stored: ReadRecord<EvaluateGateRecord>,
  { ofRun, earlier }: KnownRecords,
  runner: Host,
): Promise<string | undefined> {
  if (stored.record.evaluations === undefined) return undefined
  try {
    const [{ gateReport }, report] = await Promise.all([
      import('../../report/html/gate/gate-report.ts'),
      gathered(stored, { ofRun, earlier }, runner.url),
    ])
    const { record } = stored
    const folder = await mkdtemp(join(runner.temp, 'modelassay-report-'))
    const file = join(folder, `${artifactName(record.name, 'report', record.run)}.html`)
    await writeFile(file, gateReport(report))
    return placeOf(await runner.bundles.saveFile(file), runner)
  } catch (error) {
    const hint = error instanceof AssayError ? ` ${error.hint}` : ''
    runner.log.warning(`Could not keep the report: ${(error as Error).message}.${hint} The verdict stands.`)
    return undefined
  }
}

async function gathered(
  stored: ReadRecord<EvaluateGateRecord>,
  { ofRun, earlier }: KnownRecords,
  url?: string,
) {
  const [{ gatherReport }, others, [before]] = await Promise.all([
    import('./gather-report.ts'),
    readRunRecords(ofRun),
    readRunRecords(earlier.slice(0, 1)),
  ])
  const training = before?.record.stage === 'train' ? (before as ReadRecord<TrainRecord>) : undefined
  return gatherReport(stored, others, {
    ...(url !== undefined && { url }),
    ...(training && { before: { baseline: earlier[0]!.baseline, training } }),
  })
}

function placeOf({ id, name, runId }: BundleRef, { url, runs, workspace }: Host): string | undefined {
  if (runs !== undefined) return relative(workspace, join(runs, runId, name))
  return url && `${url.replace(/\/attempts\/\d+$/, '')}/artifacts/${id}`
}
