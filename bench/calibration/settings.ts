/** Rows, and how many runs of them take a minute or so. */
const classes = [
  [50, 250],
  [200, 250],
  [1_000, 250],
  [10_000, 250],
  [100_000, 150],
] as const
const numbers = [
  [50, 1000],
  [200, 1000],
  [1_000, 1000],
  [10_000, 300],
  [100_000, 120],
] as const

export const alarmSettings = [
  ...classes.map(
    ([rows, runs]) => ({ task: 'binary', rows, runs, dependence: 'none', told: true, ease: 1 }) as const,
  ),
  { task: 'binary', rows: 200, runs: 250, dependence: 'none', told: true, ease: 8 } as const,
  ...numbers.map(
    ([rows, runs]) => ({ task: 'regression', rows, runs, dependence: 'none', told: true, ease: 1 }) as const,
  ),
  ...(
    [
      [200, 100, 250],
      [10_000, 30, 80],
      [100_000, 8, 24],
    ] as const
  ).flatMap(([rows, ofClasses, ofNumbers]) => [
    { task: 'binary', rows, runs: ofClasses, dependence: 'patients', told: true, ease: 1 } as const,
    { task: 'regression', rows, runs: ofNumbers, dependence: 'patients', told: true, ease: 1 } as const,
  ]),
  ...([true, false] as const).flatMap((told) => [
    { task: 'binary', rows: 1_000, runs: 100, dependence: 'patients', told, ease: 1 } as const,
    { task: 'regression', rows: 1_000, runs: 250, dependence: 'patients', told, ease: 1 } as const,
    { task: 'regression', rows: 1_000, runs: 250, dependence: 'time', told, ease: 1 } as const,
  ]),
]

export const powerSettings = (
  [
    ['accuracy', 'binary', 0.01, 500],
    ['f1', 'binary', 0.01, 300],
    ['roc_auc', 'binary', 0.01, 500],
    ['log_loss', 'binary', 0.01, 500],
    ['mae', 'regression', 0.02, 1000],
    ['rmse', 'regression', 0.02, 1000],
  ] as const
).map(([metric, task, allowed, runs]) => ({ metric, task, allowed, runs, rows: 1_000 }))

const shares = ['accuracy', 'recall', 'precision', 'f1', 'roc_auc', 'log_loss', 'brier']
const means = ['mae', 'mse', 'rmse', 'r2']
const dependent = [
  [200, 400],
  [1_000, 300],
] as const

/** Metrics, of which models, and the sizes with their runs. */
export const coverageSettings = (
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
    ...([1, 8] as const).map(
      (ease) =>
        [
          ['mcc', 'f1_macro'],
          { task: 'binary', ease },
          [
            [50, 150],
            [1_000, 150],
          ],
        ] as const,
    ),
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
    [['accuracy', 'roc_auc', 'log_loss'], { task: 'binary', ease: 1, dependence: 'patients' }, dependent],
    [['mae', 'mse'], { task: 'regression', ease: 1, dependence: 'patients' }, dependent],
    [['mae', 'mse'], { task: 'regression', ease: 1, dependence: 'time' }, dependent],
  ] as const
).map(([metrics, of, sizes]) => ({ metrics, of, sizes }))

export type AlarmSetting = (typeof alarmSettings)[number]
export type PowerSetting = (typeof powerSettings)[number]
export type CoverageSetting = (typeof coverageSettings)[number]
