import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oraclePython } from '../test/oracles/venv.ts'
import { type Command, measure } from './measure.ts'
import { type PairedFiles, pairedFiles } from './paired-rows.ts'
import { type Row, rowsOf } from './table.ts'

const peers = fileURLToPath(new URL('./peers', import.meta.url))
const kept = fileURLToPath(new URL('../.tools/bench', import.meta.url))

const worsening = { max_worsening: 0.01 }

/** The gate on two predictions files beside a bootstrap of the same differences, and fairlearn; whole processes. */
export async function evaluateGate(cli: string): Promise<Row[]> {
  const python = oraclePython()
  mkdirSync(kept, { recursive: true })
  const folder = mkdtempSync(join(tmpdir(), 'modelassay-bench-'))
  const small = pairedFiles(kept, 100_000)
  const large = pairedFiles(kept, 1_000_000)
  const ours = (files: PairedFiles, metrics: readonly string[], more: object = {}): Command => ({
    name: `modelassay evaluate-gate: ${metrics.join(', ')}`,
    file: process.execPath,
    args: [cli, 'evaluate-gate'],
    cwd: project(folder, files, {
      rules: Object.fromEntries(metrics.map((name) => [name, worsening])),
      ...more,
    }),
  })
  const peer = (name: string, script: string, metrics: readonly string[]): Command => ({
    name: `${name}: ${metrics.join(', ')}`,
    file: python,
    args: [join(peers, script), small.candidate, small.baseline, ...metrics],
    cwd: folder,
    env: { OMP_NUM_THREADS: '2' },
  })
  const fairness = {
    columns: ['region'],
    rules: { demographic_parity_difference: { max: 0.2 }, equalized_odds_difference: { max: 0.2 } },
  }
  const fairly: Command = {
    ...ours(small, []),
    name: 'modelassay evaluate-gate: two disparities, with intervals',
    cwd: project(folder, small, { baselines: [], fairness }),
  }
  const besideBaseline: Command = {
    ...ours(small, ['accuracy'], { fairness }),
    name: 'the same, and accuracy beside a baseline',
  }
  const frame: Command = {
    name: 'fairlearn, MetricFrame and two disparities',
    file: oraclePython(),
    args: [join(peers, 'fairlearn_frame.py'), small.candidate],
    cwd: folder,
  }
  const usual = ['accuracy', 'f1', 'roc_auc']
  const numpy = 'numpy, 2,000 resamples by counts'
  const scipy = 'scipy.stats.bootstrap, 2,000 resamples'
  try {
    return [
      ...rowsOf(
        '100,000 paired rows: tests and intervals',
        await measure([ours(small, usual), peer(numpy, 'numpy_resamples.py', usual)], 3),
      ),
      ...rowsOf(
        'the same, once',
        await measure(
          [ours(small, usual), ...usual.map((metric) => peer(scipy, 'scipy_bootstrap.py', [metric]))],
          1,
        ),
      ),
      ...rowsOf(
        'a metric that needs its rows, 2,000 resamples of 100,000',
        await measure(
          [ours(small, ['average_precision']), peer(numpy, 'numpy_resamples.py', ['average_precision'])],
          3,
        ),
      ),
      ...rowsOf('fairness of 100,000 rows in 20 groups', await measure([fairly, besideBaseline, frame], 5)),
      ...rowsOf(
        '1,000,000 paired rows with 20 slices',
        await measure(
          [
            ours(large, usual, {
              slices: { columns: ['region'], rules: { accuracy: { max_worsening: 0.05 } } },
            }),
          ],
          3,
        ),
      ),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns the folder of a project that judges the one file against the other */
function project(folder: string, { candidate, baseline }: PairedFiles, gate: object): string {
  const root = mkdtempSync(join(folder, 'project-'))
  const config = {
    name: 'paired',
    evaluate: { predictions: candidate, task: 'binary', positive: '1' },
    gate: { baselines: [`file:${baseline}`], ...gate },
  }
  writeFileSync(join(root, 'modelassay.yml'), JSON.stringify(config))
  return root
}
