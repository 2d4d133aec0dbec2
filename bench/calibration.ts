// Simulates what the gate promises of chance, and writes docs/calibration.md: fixed seeds, some ten minutes. A number
// behind the command takes so many times the runs.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Coverage, coverage } from './calibration/coverage.ts'
import { falseAlarms } from './calibration/false-alarms.ts'
import { page } from './calibration/page.ts'
import { power } from './calibration/power.ts'

const times = Number(process.argv[2] ?? 1)
const repeated = (runs: number) => Math.ceil(runs * times)

const said = (what: string) => process.stderr.write(`${what} …\n`)

/** Rows, and runs that take a minute or so. */
const classes = [
  [50, 250],
  [200, 250],
  [1_000, 250],
  [10_000, 80],
  [100_000, 25],
] as const
const numbers = [
  [50, 1000],
  [200, 1000],
  [1_000, 1000],
  [10_000, 300],
  [100_000, 60],
] as const

const alarms = [
  ...classes.map(
    ([rows, runs]) => ({ task: 'binary', rows, runs, dependence: 'none', told: true, ease: 1 }) as const,
  ),
  { task: 'binary', rows: 200, runs: 250, dependence: 'none', told: true, ease: 8 } as const,
  ...numbers.map(
    ([rows, runs]) => ({ task: 'regression', rows, runs, dependence: 'none', told: true, ease: 1 }) as const,
  ),
  ...([true, false] as const).flatMap((told) => [
    { task: 'binary', rows: 1_000, runs: 100, dependence: 'patients', told, ease: 1 } as const,
    { task: 'regression', rows: 1_000, runs: 250, dependence: 'patients', told, ease: 1 } as const,
    { task: 'regression', rows: 1_000, runs: 250, dependence: 'time', told, ease: 1 } as const,
  ]),
].map(({ runs, ...of }) => {
  said(`false alarms ${JSON.stringify(of)}`)
  return { ...of, ...falseAlarms(of, repeated(runs)) }
})

const powers = (
  [
    ['accuracy', 'binary', 0.01, 500],
    ['f1', 'binary', 0.01, 200],
    ['roc_auc', 'binary', 0.01, 500],
    ['log_loss', 'binary', 0.01, 500],
    ['mae', 'regression', 0.02, 1000],
    ['rmse', 'regression', 0.02, 1000],
  ] as const
).map(([metric, task, allowed, runs]) => {
  said(`power of ${metric}`)
  return { metric, allowed, rows: 1_000, ...power(metric, { task, rows: 1_000 }, allowed, repeated(runs)) }
})

const shares = ['accuracy', 'recall', 'precision', 'f1', 'roc_auc', 'log_loss', 'brier']
const means = ['mae', 'mse', 'rmse', 'r2']
const covered = (
  [
    [
      shares,
      { task: 'binary', ease: 1 },
      [
        [50, 1000],
        [200, 1000],
        [1_000, 1000],
        [10_000, 200],
      ],
    ],
    [
      shares,
      { task: 'binary', ease: 8 },
      [
        [50, 1000],
        [200, 1000],
        [1_000, 1000],
      ],
    ],
    [
      ['mcc', 'f1_macro'],
      { task: 'binary', ease: 1 },
      [
        [50, 150],
        [1_000, 150],
      ],
    ],
    [
      ['mcc', 'f1_macro'],
      { task: 'binary', ease: 8 },
      [
        [50, 150],
        [1_000, 150],
      ],
    ],
    [
      ['average_precision'],
      { task: 'binary', ease: 1 },
      [
        [50, 300],
        [200, 300],
        [1_000, 200],
      ],
    ],
    [
      means,
      { task: 'regression', ease: 1 },
      [
        [50, 1000],
        [200, 1000],
        [1_000, 1000],
        [10_000, 200],
      ],
    ],
    [
      ['median_ae'],
      { task: 'regression', ease: 1 },
      [
        [50, 300],
        [200, 300],
        [1_000, 150],
      ],
    ],
    [
      ['accuracy', 'roc_auc', 'log_loss'],
      { task: 'binary', ease: 1, dependence: 'patients' },
      [
        [200, 400],
        [1_000, 300],
      ],
    ],
    [
      ['mae', 'mse'],
      { task: 'regression', ease: 1, dependence: 'patients' },
      [
        [200, 400],
        [1_000, 300],
      ],
    ],
    [
      ['mae', 'mse'],
      { task: 'regression', ease: 1, dependence: 'time' },
      [
        [200, 400],
        [1_000, 300],
      ],
    ],
  ] as const
).flatMap(([metrics, of, sizes]) =>
  sizes.flatMap(([rows, runs]) => {
    said(`coverage of ${metrics.join(', ')} on ${rows} rows`)
    return coverage(metrics, { ...of, rows }, repeated(runs)).map((found: Coverage) => ({
      ...of,
      rows,
      ...found,
    }))
  }),
)

writeFileSync(
  fileURLToPath(new URL('../docs/calibration.md', import.meta.url)),
  page(alarms, powers, covered, times),
)
