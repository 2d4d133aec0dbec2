import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dvcMetricsDiff } from './dvc-metrics-diff.ts'
import { measure } from './measure.ts'
import { type Row, rowsOf } from './table.ts'

const before = { accuracy: 0.95, f1_macro: 0.94, log_loss: 0.21, roc_auc: 0.98 }
const after = { accuracy: 0.949, f1_macro: 0.941, log_loss: 0.2, roc_auc: 0.981 }

/** The gate on two small metrics files beside `dvc metrics diff` between two commits. */
export async function gateMetrics(cli: string): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'modelassay-bench-'))
  try {
    const plain = join(folder, 'plain')
    await mkdir(plain)
    await writeFile(join(plain, 'before.json'), JSON.stringify(before))
    await writeFile(join(plain, 'after.json'), JSON.stringify(after))
    const rules =
      '{accuracy: {max_worsening: 0.01}, f1_macro: {max_worsening: 0.01}, log_loss: {max_worsening: 0.05}, roc_auc: {max_worsening: 0.01}}'
    const timings = await measure(
      [
        {
          name: 'modelassay evaluate-gate --metrics',
          file: process.execPath,
          args: [
            cli,
            'evaluate-gate',
            '--metrics',
            'after.json',
            '--baselines',
            'file:before.json',
            '--rules',
            rules,
          ],
          cwd: plain,
        },
        dvcMetricsDiff(folder, [before, after]),
        { name: 'node -e 0', file: process.execPath, args: ['-e', '0'], cwd: plain },
      ],
      9,
    )
    return rowsOf('gate on two metrics files, whole process', timings)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
