import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { configurationError } from '../errors.ts'
import { gatherReport } from '../evaluate-gate/report/gather-report.ts'
import { asStage, type ReadRecord } from '../record/bundle.ts'
import type { LocalRunner } from '../runner/local/runner.ts'
import { openInBrowser } from './open-in-browser.ts'

/**
 * Makes the report of the last gate among these records, and opens it.
 * @returns what to tell people: where it is, and whether they have to open it themselves
 * @throws AssayError configuration `no-gate`
 */
export async function showReport(
  records: readonly ReadRecord[],
  { home, workspace }: Pick<LocalRunner, 'home' | 'workspace'>,
  host: Pick<NodeJS.Process, 'platform' | 'env'>,
): Promise<string> {
  const last = records.findLast(({ record }) => record.stage === 'evaluate-gate')
  if (last === undefined)
    throw configurationError('no-gate', 'there is no gate among these records, and so no report', {
      hint: 'Run `modelassay evaluate-gate` first, or name a version.',
    })
  const gate = asStage(last, 'evaluate-gate')
  const { gateReport } = await import('../report/html/gate/gate-report.ts')
  const folder = join(home ?? workspace, 'reports')
  // A record of another machine may name itself as it likes.
  const name = gate.record.name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 100)
  const file = join(folder, `${name}-${gate.digest.slice(7, 19)}.html`)
  await mkdir(folder, { recursive: true })
  await writeFile(
    file,
    gateReport(
      await gatherReport(
        gate,
        records.filter(({ record }) => record.name === gate.record.name),
      ),
    ),
  )
  const opened = await openInBrowser(file, host)
  return `${opened ? 'Opened' : 'Open it in a browser:'} ${relative(workspace, file)}\n`
}
