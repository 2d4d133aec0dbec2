import { mkdtemp, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { AssayError } from '../../errors.ts'
import { artifactName } from '../../record/artifact-name.ts'
import type { ReadRecord } from '../../record/bundle.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { BundleRef, Runner } from '../../runner/runner.ts'
import { gatherReport } from './gather-report.ts'
import { type RunRecord, readRunRecords } from './run-records.ts'

type Host = Pick<Runner, 'bundles' | 'temp' | 'log' | 'url' | 'workspace'> & { readonly runs?: string }

/**
 * Keeps the report as a file that opens in the browser: an artifact of its own, beside the one of the record. It comes
 * after the record is stored and changes nothing in it.
 * @returns where people find it: a page on GitHub, a file on a laptop; undefined where nothing was measured, and after
 *   a warning where it was not kept
 */
export async function publishReport(
  stored: ReadRecord<EvaluateGateRecord>,
  known: readonly RunRecord[],
  runner: Host,
): Promise<string | undefined> {
  if (stored.record.evaluations === undefined) return undefined
  try {
    const [{ gateReport }, report] = await Promise.all([
      import('../../report/html/gate/gate-report.ts'),
      readRunRecords(known).then((others) => gatherReport(stored, others, runner.url)),
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

function placeOf({ id, name, runId }: BundleRef, { url, runs, workspace }: Host): string | undefined {
  if (runs !== undefined) return relative(workspace, join(runs, runId, name))
  return url && `${url.replace(/\/attempts\/\d+$/, '')}/artifacts/${id}`
}
